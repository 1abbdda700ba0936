/**
 * The one shape of an error, a reason, a problem and a warning: a code for machines, a sentence for people.
 *
 * @public
 */
export type Problem = { code: string; message: string };

/**
 * One line of a test or of the check list.
 *
 * @public
 */
export type Check = {
  id: string;
  state: 'ok' | 'warning' | 'failed';
  message: string;
};

/**
 * The answer of a test: `ok` when no check failed.
 *
 * @public
 */
export type TestResult = { ok: boolean; checks: Check[] };
