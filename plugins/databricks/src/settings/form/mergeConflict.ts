import type { FormValues } from './FormDescription';

/** One field that somebody else has changed to something else than stands in the form. */
export type ConflictLine = {
  field: string;
  mine: string;
  theirs: string;
  /** Whether it was changed here too. */
  isMine: boolean;
};

/**
 * Brings together what was entered and what somebody else has stored meanwhile. Fields that only they have changed
 * take their value; where both have, what was entered stays until it is chosen otherwise. Each of both is told.
 *
 * @param before - what the form began with
 */
export function mergeConflict(
  before: FormValues,
  mine: FormValues,
  theirs: FormValues,
): { values: FormValues; lines: ConflictLine[] } {
  const lines = Object.keys(theirs)
    .filter(
      field => theirs[field] !== before[field] && theirs[field] !== mine[field],
    )
    .map(field => ({
      field,
      mine: mine[field],
      theirs: theirs[field],
      isMine: mine[field] !== before[field],
    }));
  const onlyTheirs = lines.filter(({ isMine }) => !isMine);
  return {
    values: {
      ...mine,
      ...Object.fromEntries(onlyTheirs.map(it => [it.field, it.theirs])),
    },
    lines,
  };
}
