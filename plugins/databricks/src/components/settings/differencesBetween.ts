import type { Difference } from './ConflictAlert';

/** What somebody has changed of the values that a form began with. */
export function differencesBetween<
  Values extends { [Key in keyof Values]: string | boolean },
>(
  before: Values,
  after: Values | undefined,
  labels: Partial<Record<keyof Values, string>>,
): Difference[] {
  if (!after) {
    return [];
  }
  return (Object.keys(labels) as (keyof Values)[])
    .filter(name => before[name] !== after[name])
    .map(name => ({
      field: labels[name] ?? String(name),
      before: String(before[name]),
      after: String(after[name]),
    }));
}
