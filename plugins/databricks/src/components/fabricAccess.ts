import type {
  Connection,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import type { CardFabric } from '../hooks/useCardFabrics';

/** Can the user use a fabric, and as whom: the one question that a card answers first. */
export type FabricAccess =
  | { kind: 'servicePrincipal'; status: 'ready' | 'missing' | 'rejected' }
  | { kind: 'notConnected'; obstacle?: Problem }
  | { kind: 'connected'; connection: Connection }
  | {
      kind: 'reconnect';
      connection: Connection & {
        status: 'expires_soon' | 'reconnect_required' | 'unreadable';
      };
      obstacle?: Problem;
    };

const notConfigured: Problem = { code: 'not_configured', message: '' };

function obstacleOf(fabric: CardFabric): Problem | undefined {
  if (fabric.appConnection?.ready) {
    return undefined;
  }
  return fabric.appConnection?.problem ?? notConfigured;
}

export function fabricAccess(fabric: CardFabric): FabricAccess {
  if (!fabric.signInNeeded) {
    const status = fabric.servicePrincipal?.status ?? 'missing';
    return {
      kind: 'servicePrincipal',
      // Not checked yet is no reason to worry anybody.
      status: status === 'unchecked' ? 'ready' : status,
    };
  }
  const { connection } = fabric;
  if (!connection || connection.status === 'not_connected') {
    return { kind: 'notConnected', obstacle: obstacleOf(fabric) };
  }
  const { status } = connection;
  if (status === 'connected') {
    return { kind: 'connected', connection };
  }
  return {
    kind: 'reconnect',
    connection: { ...connection, status },
    obstacle: obstacleOf(fabric),
  };
}
