import {
  AppConnectionInput,
  appConnectionInputSchema,
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  FabricInput as FabricInput,
  fabricInputSchema,
  ServicePrincipalInput,
  servicePrincipalInputSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import {
  DatabricksConfig,
  appConnectionSettings,
  fabricSettings,
} from '../config';
import { StoredDefinition } from './DatabaseDefinitionStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import {
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from './SettingsSnapshot';

/** A fabric as the database keeps it. */
type StoredFabric = FabricInput & {
  servicePrincipal?: Omit<ServicePrincipalInput, 'clientSecret'>;
};

const storedServicePrincipal = z.object({
  ...servicePrincipalInputSchema.shape,
  clientSecret: z.undefined().optional(),
});

/**
 * App-config and database, once. The same name in both: app-config wins. A row that does not fit any more (another
 * list of allowed hosts, a newer version's row) is left out and named.
 */
export function mergeDefinitions(
  config: DatabricksConfig,
  stored: StoredDefinition[],
  secrets: DefinitionSecrets,
): SettingsSnapshot {
  const problems: string[] = [];
  const appConnections = new Map<string, ResolvedAppConnection>();
  const fabrics = new Map<string, ResolvedFabric>();
  for (const connection of config.appConnections) {
    appConnections.set(connection.name, {
      ...connection,
      source: 'config',
      etag: etagOf({ ...connection, clientSecret: undefined }),
      hasClientSecret: connection.clientSecret !== undefined,
    });
  }
  for (const fabric of config.fabrics) {
    fabrics.set(fabric.name, {
      ...fabric,
      ownAppConnection: fabric.appConnection,
      source: 'config',
      etag: etagOf({
        ...fabric,
        servicePrincipal: fabric.servicePrincipal && {
          ...fabric.servicePrincipal,
          clientSecret: undefined,
        },
      }),
    });
  }
  for (const row of stored) {
    const known = row.kind === 'fabric' ? fabrics : appConnections;
    const label = row.kind === 'fabric' ? 'fabric' : 'app connection';
    if (known.has(row.name)) {
      problems.push(
        `The ${label} '${row.name}' is defined in app-config and in the portal: the one in app-config counts.`,
      );
      continue;
    }
    const added =
      row.kind === 'fabric'
        ? addFabric(fabrics, row, config, secrets)
        : addAppConnection(appConnections, row, secrets);
    if (!added) {
      problems.push(
        `The ${label} '${row.name}' of the portal does not fit this configuration (another list of allowed hosts, another version) and is not used. Add it again under this name to replace it, or remove it with DELETE.`,
      );
    }
  }
  markDefault(appConnections);
  const defaultName = [...appConnections.values()].find(it => it.default)?.name;
  for (const fabric of fabrics.values()) {
    fabric.appConnection ??= defaultName;
  }
  return { config, appConnections, fabrics, problems };
}

/** The definition of an app connection, as it is kept; undefined if it does not fit. */
function parseStoredAppConnection(
  row: StoredDefinition,
): AppConnectionInput | undefined {
  return appConnectionInputSchema.safeParse(row.definition).data;
}

/** The definition of a fabric, as it is kept; undefined if it does not fit. */
function parseStoredFabric(row: StoredDefinition): StoredFabric | undefined {
  const { servicePrincipal, ...fields } = row.definition as Record<
    string,
    unknown
  >;
  const fabric = fabricInputSchema.safeParse(fields).data;
  const principal = storedServicePrincipal
    .optional()
    .safeParse(servicePrincipal);
  return fabric && principal.success
    ? { ...fabric, servicePrincipal: principal.data }
    : undefined;
}

function addAppConnection(
  appConnections: Map<string, ResolvedAppConnection>,
  row: StoredDefinition,
  secrets: DefinitionSecrets,
): boolean {
  const definition = parseStoredAppConnection(row);
  if (!definition) {
    return false;
  }
  const { name, clientSecret } = row;
  appConnections.set(name, {
    ...appConnectionSettings(name, definition),
    ...(clientSecret
      ? secrets.open(
          { kind: 'appConnection', name, clientId: definition.clientId },
          clientSecret,
        )
      : { clientSecret: undefined }),
    default: definition.default ?? false,
    hasClientSecret: clientSecret !== undefined,
    ...managed(row),
  });
  return true;
}

function addFabric(
  fabrics: Map<string, ResolvedFabric>,
  row: StoredDefinition,
  config: DatabricksConfig,
  secrets: DefinitionSecrets,
): boolean {
  const stored = parseStoredFabric(row);
  const settings =
    stored &&
    fabricSettings(
      row.name,
      { ...stored, servicePrincipal: undefined },
      {
        allowedHosts: config.allowedHosts,
        allowLoopback: !config.production,
      },
    ).settings;
  if (!settings) {
    return false;
  }
  const { name, clientSecret } = row;
  const { servicePrincipal } = stored;
  fabrics.set(name, {
    ...settings,
    ownAppConnection: settings.appConnection,
    servicePrincipal:
      servicePrincipal && clientSecret
        ? {
            ...servicePrincipal,
            scopes: servicePrincipal.scopes ?? DEFAULT_SERVICE_PRINCIPAL_SCOPES,
            ...secrets.open(
              {
                kind: 'fabric',
                name,
                clientId: servicePrincipal.clientId,
                workspaceUrl: settings.workspaceUrl,
              },
              clientSecret,
            ),
          }
        : undefined,
    ...managed(row),
  });
  return true;
}

/** One that says so, in app-config before the portal; or the only one there is. With several and none that says so: none. */
function markDefault(appConnections: Map<string, ResolvedAppConnection>): void {
  const all = [...appConnections.values()];
  const chosen =
    all.find(it => it.default) ?? (all.length === 1 ? all[0] : undefined);
  for (const connection of all) {
    connection.default = connection === chosen;
  }
}

function managed(row: StoredDefinition) {
  return {
    source: 'database' as const,
    etag: etagOfRow(row),
    version: row.version,
    updatedAtMs: row.updatedAtMs,
    updatedBy: row.updatedBy,
  };
}

/** What was removed and made again under its name is another thing. */
export function etagOfRow(
  row: Pick<StoredDefinition, 'createdAtMs' | 'version'>,
): string {
  return `${row.createdAtMs.toString(36)}-${row.version}`;
}

/** Made of what may be shown: an etag is no place for a hash of a secret. */
function etagOf(visible: object): string {
  return createHash('sha256')
    .update(JSON.stringify(visible))
    .digest('base64url')
    .slice(0, 16);
}
