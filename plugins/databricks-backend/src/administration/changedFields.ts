/**
 * Names of the fields that a change makes different, for the audit. Values are compared and not repeated.
 *
 * @param secret - `keep` where the secret stays as it is
 */
export function changedFields(
  before: object = {},
  after: object,
  secret: unknown,
): string[] {
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    name => JSON.stringify(was.get(name)) !== JSON.stringify(is.get(name)),
  );
  return secret === 'keep' ? changed : [...changed, 'clientSecret'];
}
