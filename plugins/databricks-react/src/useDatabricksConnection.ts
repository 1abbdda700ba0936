import type {
  Issuer,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { useConnect, useSignIns } from './connect/useConnect';
import { useDatabricksStore, useRemote } from './store/useDatabricksStore';

/**
 * Whether work in a fabric can be done as this user.
 *
 * @public
 */
export type DatabricksConnectionState =
  | { status: 'loading' }
  /** Work can be done; `issuer` is absent where the fabric needs no sign-in. */
  | { status: 'connected'; issuer?: Issuer }
  | { status: 'not_connected' | 'reconnect_required'; issuer: Issuer }
  /** The user is signing in at Databricks. */
  | { status: 'waiting'; issuer: Issuer }
  /** There is no such fabric, or it is not the user's, or nobody can connect there yet. `admins`: who can help, as entity refs. */
  | { status: 'unavailable'; admins: string[] }
  | { status: 'unreachable'; problem: Problem };

/**
 * Whether this user is connected where a fabric is, and what they can do about it.
 *
 * @public
 */
export type DatabricksConnection = {
  state: DatabricksConnectionState;
  /** Opens Databricks in a window; to be called in a click. Does nothing where there is nothing to connect. */
  connect(): void;
  /** Shows the dialog of a sign-in that waits. */
  show(): void;
  /** Asks again: after a call was answered with `reconnect_required`, for instance. */
  refresh(): Promise<unknown>;
};

/**
 * Whether this user is connected where a fabric is, and what they can do about it. The page needs a
 * {@link DatabricksConnectDialog}, in which connecting takes place.
 *
 * @param options - `fabric`: name of the fabric
 * @public
 */
export function useDatabricksConnection(options: {
  fabric: string;
}): DatabricksConnection {
  const { fabric } = options;
  const store = useDatabricksStore();
  const list = useRemote(store.list);
  const { byIssuer } = useSignIns();
  const actions = useConnect();

  const find = (): DatabricksConnectionState => {
    switch (list.status) {
      case 'loading':
        return { status: 'loading' };
      case 'forbidden':
      case 'notFound':
        return { status: 'unavailable', admins: [] };
      case 'error':
        return { status: 'unreachable', problem: list.problem };
      case 'loaded': {
        const { items, issuers, admins } = list.value;
        const row = items.find(({ name }) => name === fabric);
        if (row && !row.signInNeeded) {
          return { status: 'connected' };
        }
        const issuer = row && issuers.find(({ id }) => id === row.issuer);
        return issuer
          ? stateAt(issuer, byIssuer[issuer.id]?.status === 'waiting', admins)
          : { status: 'unavailable', admins };
      }
      default:
        return list satisfies never;
    }
  };

  const state = find();
  const issuer = 'issuer' in state ? state.issuer : undefined;
  return {
    state,
    connect: () => issuer && actions.connect(issuer, fabric),
    show: () => issuer && actions.show(issuer),
    refresh: list.status === 'error' ? store.list.retry : store.refetch,
  };
}

function stateAt(
  issuer: Issuer,
  isWaiting: boolean,
  admins: string[],
): DatabricksConnectionState {
  const status = issuer.connection?.status ?? 'not_connected';
  switch (status) {
    case 'connected':
    case 'expires_soon':
      return { status: 'connected', issuer };
    default:
      if (isWaiting) {
        return { status: 'waiting', issuer };
      }
      if (!issuer.appConnection?.ready) {
        return { status: 'unavailable', admins };
      }
      return {
        status:
          status === 'not_connected' ? 'not_connected' : 'reconnect_required',
        issuer,
      };
  }
}
