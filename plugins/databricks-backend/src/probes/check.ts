import {
  Check,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError } from '../databricks';

const line =
  (state: Check['state']) =>
  (id: string, message: string): Check => ({ id, state, message });

/** The one place where lines of tests and of the check list are made. */
export const check = {
  ok: line('ok'),
  warning: line('warning'),
  failed: line('failed'),

  /** The good news where it is true, else what there is to mend. */
  that(
    id: string,
    isGood: boolean,
    good: string,
    bad: string,
    stateOfBad: 'warning' | 'failed' = 'warning',
  ): Check {
    return isGood ? check.ok(id, good) : check[stateOfBad](id, bad);
  },

  /** A line that Databricks is asked for. Where the call fails, that is the line. */
  async asking(
    id: string,
    stateOfFailure: 'warning' | 'failed',
    ask: () => Promise<Check>,
  ): Promise<Check> {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof DatabricksCallError)) {
        throw error;
      }
      return check[stateOfFailure](id, error.message);
    }
  },
};

/** What a test answers: it has passed when no check failed. */
export function testResult(checks: Check[]): TestResult {
  return { ok: checks.every(it => it.state !== 'failed'), checks };
}
