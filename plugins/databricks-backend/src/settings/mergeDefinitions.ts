import {
  appConnectionInputSchema,
  checkFabricInput,
  fabricInputFields,
  servicePrincipalInputSchema,
  strictDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { createHash } from 'node:crypto';
import { z } from 'zod/v4';
import {
  DatabricksConfig,
  resolveAppConnection,
  resolveFabric,
  resolveServicePrincipal,
  workspaceHostRules,
} from '../config';
import { StoredDefinition } from './DatabaseDefinitionStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import {
  Provenance,
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
} from './SettingsSnapshot';

/** A fabric as the database keeps it: the secret of its service principal has a column of its own. */
const storedFabricSchema = strictDefinition({
  ...fabricInputFields.shape,
  servicePrincipal: z
    .object(servicePrincipalInputSchema.omit({ clientSecret: true }).shape)
    .optional(),
}).superRefine(checkFabricInput);

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
  const appConnections = new Map<string, ResolvedAppConnection>(
    config.appConnections.map(it => [
      it.name,
      {
        ...it,
        ...provenanceInConfig(it),
        hasClientSecret: it.clientSecret !== undefined,
      },
    ]),
  );
  const fabrics = new Map<string, ResolvedFabric>(
    config.fabrics.map(it => [
      it.name,
      {
        ...it,
        ...provenanceInConfig(it),
        ownAppConnection: it.appConnection,
      },
    ]),
  );
  const add = <Definition>(
    label: string,
    known: Map<string, Definition>,
    name: string,
    resolve: () => Definition | undefined,
  ) => {
    if (known.has(name)) {
      problems.push(
        `The ${label} '${name}' is defined in app-config and in the portal: the one in app-config counts.`,
      );
      return;
    }
    const definition = resolve();
    if (definition) {
      known.set(name, definition);
    } else {
      problems.push(
        `The ${label} '${name}' of the portal does not fit this configuration (another list of allowed hosts, another version) and is not used. Add it again under this name to replace it, or remove it with DELETE.`,
      );
    }
  };
  for (const row of stored) {
    if (row.kind === 'fabric') {
      add('fabric', fabrics, row.name, () =>
        storedFabric(row, config, secrets),
      );
    } else {
      add('app connection', appConnections, row.name, () =>
        storedAppConnection(row, secrets),
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

function storedAppConnection(
  row: StoredDefinition,
  secrets: DefinitionSecrets,
): ResolvedAppConnection | undefined {
  const { name, clientSecret: sealed } = row;
  const { data } = appConnectionInputSchema.safeParse(row.definition);
  return (
    data && {
      ...resolveAppConnection(name, data),
      clientSecret: undefined,
      ...(sealed &&
        secrets.open(
          { kind: 'appConnection', name, clientId: data.clientId },
          sealed,
        )),
      default: data.default ?? false,
      hasClientSecret: sealed !== undefined,
      ...provenanceOf(row),
    }
  );
}

function storedFabric(
  row: StoredDefinition,
  config: DatabricksConfig,
  secrets: DefinitionSecrets,
): ResolvedFabric | undefined {
  const { name, clientSecret: sealed } = row;
  const { data } = storedFabricSchema.safeParse(row.definition);
  const fabric =
    data && resolveFabric(name, data, workspaceHostRules(config)).fabric;
  if (!fabric) {
    return undefined;
  }
  const { servicePrincipal } = data;
  const { workspaceUrl } = fabric;
  return {
    ...fabric,
    ownAppConnection: fabric.appConnection,
    servicePrincipal:
      servicePrincipal && sealed
        ? {
            ...resolveServicePrincipal(servicePrincipal),
            ...secrets.open(
              {
                kind: 'fabric',
                name,
                clientId: servicePrincipal.clientId,
                workspaceUrl,
              },
              sealed,
            ),
          }
        : undefined,
    ...provenanceOf(row),
  };
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

/** The etag is made of what may be shown: it is no place for a hash of a secret. */
function provenanceInConfig(definition: object): Provenance {
  const visible = JSON.stringify(definition, (key, value) =>
    key === 'clientSecret' ? undefined : value,
  );
  const hash = createHash('sha256').update(visible).digest('base64url');
  return { source: 'config', etag: hash.slice(0, 16) };
}

function provenanceOf(row: StoredDefinition): Provenance {
  const { updatedAtMs, updatedBy } = row;
  return { source: 'database', etag: etagOfRow(row), updatedAtMs, updatedBy };
}

/** What was removed and made again under its name is another thing. */
export function etagOfRow(
  row: Pick<StoredDefinition, 'createdAtMs' | 'version'>,
): string {
  return `${row.createdAtMs.toString(36)}-${row.version}`;
}
