/** The query of a request as it was sent, before any parser drops or reshapes a part of it. */
export function queryOf({ url }: { url: string }): URLSearchParams {
  const start = url.indexOf('?');
  return new URLSearchParams(start < 0 ? '' : url.slice(start));
}
