import { Check } from '@backstage-databricks/plugin-databricks-common';
import { ResolvedAppConnection, ResolvedFabric } from '../settings';

type Fix = NonNullable<Check['fix']>;

/** Opens the form of an app connection. What app-config holds is changed there: then it is only shown. */
export function fixOfAppConnection(
  { name, source }: Pick<ResolvedAppConnection, 'name' | 'source'>,
  kind: 'app-connection' | 'app-connection-secret' = 'app-connection',
): Fix {
  return {
    kind: source === 'config' ? 'show-app-connection' : kind,
    appConnection: name,
  };
}

/** The same of a fabric, or of its service principal. */
export function fixOfFabric(
  { name, source }: Pick<ResolvedFabric, 'name' | 'source'>,
  kind: 'fabric' | 'service-principal' = 'fabric',
): Fix {
  return { kind: source === 'config' ? 'show-fabric' : kind, fabric: name };
}
