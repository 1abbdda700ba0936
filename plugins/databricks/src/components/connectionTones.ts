import type { ConnectionStatus } from '@backstage-databricks/plugin-databricks-common';

/** The colour that each state of a connection has. */
export const connectionTones = {
  connected: 'positive',
  expires_soon: 'warning',
  reconnect_required: 'negative',
  unreadable: 'negative',
} as const satisfies Record<ConnectionStatus, unknown>;
