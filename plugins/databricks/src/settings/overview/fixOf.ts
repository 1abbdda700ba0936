import type { Check } from '@backstage-databricks/plugin-databricks-common';
import type { SettingsTab } from '../tabs';
import type { OpenForm } from '../useOpenForm';

type Label =
  | 'addAppConnection'
  | 'changeAppConnection'
  | 'enterSecret'
  | 'changeFabric'
  | 'showIt'
  | 'showThem'
  | 'showKeys';

/** A form that mends something, or a tab that shows it. */
export type Fix = { label: Label } & (
  | { form: OpenForm; tab?: undefined; query?: undefined }
  | { form?: undefined; tab: SettingsTab; query?: Record<string, string> }
);

/** What to do about a line of the check list; nothing where no page can help. */
export function fixOf({ fix }: Pick<Check, 'fix'>): Fix | undefined {
  const { kind, fabric = '', appConnection = '', workspace = '' } = fix ?? {};
  switch (kind) {
    case 'add-app-connection':
      return {
        label: 'addAppConnection',
        form: { subject: 'app-connection' },
      };
    case 'app-connection':
      return {
        label: 'changeAppConnection',
        form: { subject: 'app-connection', name: appConnection },
      };
    case 'app-connection-secret':
      return {
        label: 'enterSecret',
        form: { subject: 'app-connection', name: appConnection },
      };
    case 'service-principal':
      return {
        label: 'enterSecret',
        form: { subject: 'service-principal', name: fabric },
      };
    case 'fabric':
      return {
        label: 'changeFabric',
        form: { subject: 'fabric', name: fabric },
      };
    case 'show-fabric':
      return { label: 'showIt', tab: 'fabrics', query: { q: fabric } };
    case 'show-app-connection':
    case 'app-connections':
      return { label: 'showIt', tab: 'app-connections' };
    case 'fabrics-without-service-principal':
      return {
        label: 'showThem',
        tab: 'fabrics',
        query: { servicePrincipal: 'missing' },
      };
    case 'fabrics-of-workspace':
      return { label: 'showThem', tab: 'fabrics', query: { workspace } };
    case 'connections-of-workspace':
      return { label: 'showThem', tab: 'connections', query: { workspace } };
    case 'encryption-keys':
      return { label: 'showKeys', tab: 'maintenance' };
    case 'consumers':
      return { label: 'showIt', tab: 'consumers' };
    default:
      return undefined;
  }
}
