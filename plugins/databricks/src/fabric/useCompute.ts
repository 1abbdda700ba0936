import type {
  ComputeState,
  Fabric,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useEffect, useState } from 'react';

/** How a fabric's compute stands: asked when its page opens, and when the page gets the focus. Starts nothing. */
export function useCompute(fabric: Fabric): ComputeState | undefined {
  const { name, compute, connection } = fabric;
  const api = useDatabricksApi();
  const [state, setState] = useState<ComputeState>();
  const computeId = compute?.id;
  // Who has just signed in sees it
  const connectionStatus = connection?.status;

  useEffect(() => {
    const aborter = new AbortController();
    setState(undefined);
    const ask = () => {
      if (computeId !== undefined && document.visibilityState === 'visible') {
        api.getCompute(name, { signal: aborter.signal }).then(
          answer => !aborter.signal.aborted && setState(answer),
          () => !aborter.signal.aborted && setState(undefined),
        );
      }
    };
    ask();
    window.addEventListener('focus', ask);
    return () => {
      aborter.abort();
      window.removeEventListener('focus', ask);
    };
  }, [api, name, computeId, connectionStatus]);

  return state;
}
