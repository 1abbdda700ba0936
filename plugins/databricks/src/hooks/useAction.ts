import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import { useState } from 'react';
import { toProblem } from '@backstage-databricks/plugin-databricks-react';

export type ActionState =
  | { status: 'idle' }
  | { status: 'running' }
  | { status: 'failed'; problem: Problem };

/** Does something when it is asked to; `run` answers whether it was done. */
export function useAction(action: () => Promise<void>) {
  const [state, setState] = useState<ActionState>({ status: 'idle' });

  const run = async (): Promise<boolean> => {
    setState({ status: 'running' });
    try {
      await action();
      setState({ status: 'idle' });
      return true;
    } catch (error) {
      setState({ status: 'failed', problem: toProblem(error) });
      return false;
    }
  };
  return { state, run, reset: () => setState({ status: 'idle' }) };
}
