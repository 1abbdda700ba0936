/**
 * Names of the fields that a change makes different, for the audit. Values are compared and not repeated.
 *
 * @param secret - `keep` where the secret stays as it is
 */
export function changedFields(
  before: unknown,
  after: unknown,
  secret: unknown,
): string[] {
  const was = asRecord(before);
  const is = asRecord(after);
  const names = new Set([...Object.keys(was), ...Object.keys(is)]);
  return [
    ...[...names].filter(
      name => JSON.stringify(was[name]) !== JSON.stringify(is[name]),
    ),
    ...(secret === 'keep' ? [] : ['clientSecret']),
  ];
}

function asRecord(value: unknown): Record<string, unknown> {
  return (value ?? {}) as Record<string, unknown>;
}
