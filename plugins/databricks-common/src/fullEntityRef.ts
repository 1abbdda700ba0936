const PATTERN =
  /^[a-z0-9_.-]{1,63}:[a-z0-9_.-]{1,63}\/[^\s:/\p{Cc}\p{Cs}]{1,255}$/iu;

/**
 * Whether a text is an entity ref with kind, namespace and name: `group:default/analytics`.
 *
 * @public
 */
export function isFullEntityRef(ref: string): boolean {
  return PATTERN.test(ref);
}
