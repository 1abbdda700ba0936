import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import type { BackendClient } from '../src/processes/BackendClient';

/** Removes the fabrics and app connections that were added in the portal. */
export async function removeDefinitions(client: BackendClient): Promise<void> {
  const { body } = await client.request('/api/databricks/settings', {
    as: 'bob',
  });
  const { fabrics, appConnections }: Settings = JSON.parse(body);
  for (const [kind, definitions] of [
    ['fabrics', fabrics],
    ['app-connections', appConnections],
  ] as const) {
    for (const { name, source, etag } of definitions) {
      if (source === 'database') {
        await client.request(`/api/databricks/${kind}/${name}`, {
          method: 'DELETE',
          as: 'bob',
          headers: { 'if-match': `"${etag}"` },
        });
      }
    }
  }
}
