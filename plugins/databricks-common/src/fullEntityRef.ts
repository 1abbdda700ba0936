/** Both cases are spelt out: with the flag `i`, a Unicode pattern takes the Kelvin sign for a `k`. */
const PATTERN =
  /^[A-Za-z0-9_.-]{1,63}:[A-Za-z0-9_.-]{1,63}\/[^\s:/\p{Cc}\p{Cs}]{1,255}$/u;

/**
 * Whether a text is an entity ref with kind, namespace and name: `group:default/analytics`.
 *
 * @public
 */
export function isFullEntityRef(ref: string): boolean {
  return PATTERN.test(ref);
}
