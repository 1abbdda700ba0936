/**
 * A path of the workspace, and nothing that a URL parser makes into another host: it strips tabs and line breaks, and
 * takes a backslash for a slash.
 *
 * @throws TypeError
 */
export function requirePath(path: string): void {
  if (!/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(path)) {
    throw new TypeError(
      'path must begin with exactly one / and hold no backslash or control character: the workspace is the fabric’s',
    );
  }
}
