import {
  Check,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError } from '../databricks';

const line =
  (state: Check['state']) =>
  (id: string, message: string, values?: Check['values']): Check => ({
    id,
    state,
    message,
    values,
  });

/** The one place where lines of tests and of the check list are made. */
export const check = {
  ok: line('ok'),
  warning: line('warning'),
  failed: line('failed'),

  /** The good news if it is true, else what there is to mend. */
  that(
    id: string,
    isGood: boolean,
    good: string,
    bad: string,
    stateOfBad: 'warning' | 'failed' = 'warning',
  ): Check {
    return isGood ? check.ok(id, good) : check[stateOfBad](id, bad);
  },

  /**
   * A line that a call to Databricks decides. Where the call fails, its error is the line.
   *
   * @param ask - returns the good news, or another line
   */
  async asking(
    id: string,
    stateOfFailure: 'warning' | 'failed',
    ask: () => Promise<Check | string>,
  ): Promise<Check> {
    try {
      const answer = await ask();
      return typeof answer === 'string' ? check.ok(id, answer) : answer;
    } catch (error) {
      if (!(error instanceof DatabricksCallError)) {
        throw error;
      }
      return check[stateOfFailure](id, error.message);
    }
  },
};

/** The answer of a test, which has passed when no check failed. */
export function testResult(checks: Check[]): TestResult {
  return { ok: checks.every(it => it.state !== 'failed'), checks };
}
