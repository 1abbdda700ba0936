import { createHash, randomBytes } from 'node:crypto';

/** Long enough for a password, a second factor and a consent page; the life of the binding cookie. */
export const SIGN_IN_LIFETIME_MS = 10 * 60 * 1000;

/** As many sign-ins as a user may have pending. */
const MAX_COOKIES = 10;

/** Each `Set-Cookie` makes the answer longer. Browsers drop what is left after ten minutes. */
const MAX_CLEARED = 10;

/** 256 bits, above what RFC 6749 10.10 asks of values that must not be guessed. */
const RANDOM_BYTES = 32;

export function randomValue(): string {
  return randomBytes(RANDOM_BYTES).toString('base64url');
}

const COOKIE_NAME = /^(?:__Host-)?databricks-sign-in-[0-9a-f]{8}$/;

/** State and cookie are random enough to be kept as a plain hash. */
export function hashOf(value: string): string {
  return createHash('sha256').update(value).digest('base64url');
}

/**
 * The cookie that binds a sign-in to the browser in which its user started it. One per sign-in, so that parallel
 * tabs do not disturb each other.
 *
 * Browsers keep `__Host-` cookies from being planted by other hosts of the domain, but not all of them store `Secure`
 * cookies over http, which only loopback uses.
 */
export function bindingCookieName(state: string, secure: boolean): string {
  const suffix = createHash('sha256').update(state).digest('hex').slice(0, 8);
  return `${secure ? '__Host-' : ''}databricks-sign-in-${suffix}`;
}

export function bindingCookie(
  name: string,
  value: string,
  secure: boolean,
): string {
  return [
    `${name}=${value}`,
    ...(secure ? ['Secure'] : []),
    'HttpOnly',
    'SameSite=Lax',
    'Path=/',
    `Max-Age=${value ? SIGN_IN_LIFETIME_MS / 1000 : 0}`,
  ].join('; ');
}

/** @returns the value of a cookie, or undefined when it is absent or there twice */
export function readCookie(
  header: string | undefined,
  name: string,
): string | undefined {
  const values = cookiesOf(header)
    .filter(part => part.startsWith(`${name}=`))
    .map(part => part.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/**
 * The cookies of older sign-ins that a start clears, so that a browser never sends more of them than a server takes.
 *
 * @param issuedAtMs - tells of a cookie's value when it was made
 * @returns the names of the oldest ones beyond those that are kept beside a new one
 */
export function outdatedCookies(
  header: string | undefined,
  secure: boolean,
  issuedAtMs: (value: string) => number,
): string[] {
  const newestFirst = cookiesOf(header)
    .flatMap(part => {
      const [name, value] = part.split('=');
      return COOKIE_NAME.test(name) && name.startsWith('__Host-') === secure
        ? [{ name, madeAt: issuedAtMs(String(value)) }]
        : [];
    })
    // Of two that were made in the same second, browsers send the older one first
    .reverse()
    .sort((one, other) => other.madeAt - one.madeAt);
  return newestFirst
    .slice(MAX_COOKIES - 1)
    .slice(-MAX_CLEARED)
    .map(({ name }) => name);
}

/** The cookies of a request, each as `<name>=<value>`. */
function cookiesOf(header = ''): string[] {
  return header.split(';').map(part => part.trim());
}
