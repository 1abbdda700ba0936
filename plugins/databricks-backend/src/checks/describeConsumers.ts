import { Consumer } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksConfig } from '../config';
import { LastUse } from '../connections';

/** The plugins that may ask for tokens, also those that never did. */
export function describeConsumers(
  { consumers }: Pick<DatabricksConfig, 'consumers'>,
  lastUses: readonly LastUse[],
): Consumer[] {
  const lastOf = (plugin: string, kind: LastUse['kind']) =>
    lastUses.find(it => it.consumer === plugin && it.kind === kind)?.at;
  return [...consumers].map(([plugin, { user, servicePrincipalOf }]) => ({
    plugin,
    user,
    servicePrincipalOf:
      servicePrincipalOf === '*' ? '*' : [...servicePrincipalOf],
    lastAsUser: lastOf(plugin, 'user'),
    lastAsServicePrincipal: lastOf(plugin, 'servicePrincipal'),
  }));
}
