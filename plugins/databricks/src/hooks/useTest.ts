import type {
  Problem,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { useState } from 'react';
import { toProblem } from '@backstage-databricks/plugin-databricks-react';

export type TestState =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'done'; result: TestResult }
  | { status: 'failed'; problem: Problem };

/**
 * Runs a test when it is asked to; `run` answers whether it could be run.
 *
 * @param onTested - called when it has answered: it may have learned that a sign-in has ended, for instance
 */
export function useTest<Args extends unknown[]>(
  test: (...args: Args) => Promise<TestResult>,
  onTested?: () => unknown,
) {
  const [state, setState] = useState<TestState>({ status: 'idle' });

  const run = async (...args: Args): Promise<boolean> => {
    setState({ status: 'running' });
    try {
      setState({ status: 'done', result: await test(...args) });
      onTested?.();
      return true;
    } catch (error) {
      setState({ status: 'failed', problem: toProblem(error) });
      return false;
    }
  };
  return { state, run };
}
