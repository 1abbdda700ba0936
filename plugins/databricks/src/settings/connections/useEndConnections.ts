import type { Problem } from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
} from '@backstage-databricks/plugin-databricks-react';
import { useState } from 'react';
import type { AdminConnection } from './AdminConnection';
import { inParallel } from './inParallel';

/** So many do not keep the backend from anybody else. */
const AT_ONCE = 6;

/** Whose connections are to end: those that were selected, or all of one user. */
export type ToEnd =
  | { kind: 'selected'; connections: AdminConnection[] }
  | { kind: 'user'; user: string };

export type EndState =
  | { status: 'idle' }
  | { status: 'running'; done: number }
  /** `connections` are those that are still there; none where all of a user were to end. */
  | { status: 'failed'; connections: AdminConnection[]; problem: Problem };

type Ended = { count: number; left: AdminConnection[] };

/** Ends connections with a reason that their users read. */
export function useEndConnections(toEnd: ToEnd): {
  state: EndState;
  /** How many ended, and which did not; undefined where nothing is known to have ended. */
  end(reason: string): Promise<Ended | undefined>;
} {
  const api = useDatabricksApi();
  const [state, setState] = useState<EndState>({ status: 'idle' });

  const endSelected = async (
    connections: AdminConnection[],
    request: { reason: string } | undefined,
  ): Promise<Ended> => {
    let done = 0;
    const failed = await inParallel(connections, AT_ONCE, async ({ id }) => {
      try {
        await api.endConnection(id, request);
      } catch (error) {
        // Its user has disconnected meanwhile
        if (toProblem(error).code !== 'not_found') {
          throw error;
        }
      }
      done++;
      setState({ status: 'running', done });
    });
    const left = failed.map(({ item }) => item);
    setState(
      failed.length === 0
        ? { status: 'idle' }
        : {
            status: 'failed',
            connections: left,
            problem: toProblem(failed[0].error),
          },
    );
    return { count: done, left };
  };

  const end = async (text: string) => {
    const reason = text.trim();
    const request = reason ? { reason } : undefined;
    setState({ status: 'running', done: 0 });
    switch (toEnd.kind) {
      case 'selected':
        return endSelected(toEnd.connections, request);
      case 'user':
        try {
          const { user } = toEnd;
          const { ended } = await api.endConnections({ user }, request);
          return { count: ended, left: [] };
        } catch (error) {
          const problem = toProblem(error);
          setState({ status: 'failed', connections: [], problem });
          return undefined;
        }
      default:
        return toEnd satisfies never;
    }
  };
  return { state, end };
}
