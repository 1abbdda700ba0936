/** Names the fields that a change makes different, for the audit, without their values. */
export function changedFields(
  before: object = {},
  after: object,
  isSecretChanged = false,
): string[] {
  const was = new Map(Object.entries(before));
  const is = new Map(Object.entries(after));
  const changed = [...new Set([...was.keys(), ...is.keys()])].filter(
    name => JSON.stringify(was.get(name)) !== JSON.stringify(is.get(name)),
  );
  return isSecretChanged ? [...changed, 'clientSecret'] : changed;
}
