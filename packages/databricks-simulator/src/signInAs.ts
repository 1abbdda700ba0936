/** An authorization request, the sign-in page, its form, the resumed request: more redirects than that are a loop. */
const MAX_REDIRECTS = 10;

/**
 * Signs in at a simulator as a browser would, by plain HTTP.
 *
 * @param authorizationUrl - as the client made it
 * @param userName - one of the simulator's people; default: the first one on the sign-in page
 * @param options - `deny` presses the other button
 * @returns the callback URL, with `code` or `error`; it is not requested
 * @throws Error with what the simulator answers when it does not redirect back to the client
 *
 * @public
 */
export async function signInAs(
  authorizationUrl: string | URL,
  userName?: string,
  options: { deny?: boolean } = {},
): Promise<string> {
  const { origin } = new URL(authorizationUrl);
  const cookies = new Map<string, string>();
  const request = async (url: URL, form?: URLSearchParams) => {
    const response = await fetch(url, {
      method: form ? 'POST' : 'GET',
      body: form,
      redirect: 'manual',
      headers: {
        cookie: [...cookies].map(([name, it]) => `${name}=${it}`).join('; '),
      },
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(cookie)!;
      cookies.set(name, value);
    }
    return response;
  };

  let url = new URL(authorizationUrl);
  let response = await request(url);
  for (let redirects = 0; redirects < MAX_REDIRECTS; redirects += 1) {
    const location = response.headers.get('location');
    const text = await response.text();
    if (location) {
      url = new URL(location, url);
      if (url.origin !== origin) {
        return location;
      }
      response = await request(url);
    } else {
      const form = chooseOnPage(text, userName, options.deny);
      if (!response.ok || !form) {
        throw new Error(
          `The simulator answered ${
            response.status
          } instead of going on: ${text.slice(0, 500)}`,
        );
      }
      response = await request(url, form);
    }
  }
  throw new Error(`The simulator redirected ${MAX_REDIRECTS} times`);
}

function chooseOnPage(
  html: string,
  userName: string | undefined,
  deny: boolean | undefined,
): URLSearchParams | undefined {
  const [, first] = /name="person" value="([^"]+)"/.exec(html) ?? [];
  if (!first) {
    return undefined;
  }
  const unescaped = first.replace(/&#(\d+);/g, (_, code) =>
    String.fromCharCode(Number(code)),
  );
  return new URLSearchParams(
    deny ? { deny: 'deny' } : { person: userName ?? unescaped },
  );
}
