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
} from '../config';
import { StoredDefinition } from './DatabaseDefinitionStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import {
  Provenance,
  ResolvedAppConnection,
  ResolvedFabric,
  SettingsSnapshot,
  UnusedDefinition,
} from './SettingsSnapshot';

/** A fabric as the database keeps it: the secret of its service principal has a column of its own. */
const storedFabricSchema = strictDefinition({
  ...fabricInputFields.shape,
  servicePrincipal: z
    .object(servicePrincipalInputSchema.omit({ clientSecret: true }).shape)
    .optional(),
}).superRefine(checkFabricInput);

/**
 * Merges what app-config and the database define. Where both define a name, app-config wins. A row that is not valid
 * any more (with another list of allowed hosts, or written by a newer version) is left out, and `problems` names it.
 */
export function mergeDefinitions(
  config: DatabricksConfig,
  stored: StoredDefinition[],
  secrets: DefinitionSecrets,
): SettingsSnapshot {
  const problems: UnusedDefinition[] = [];
  const appConnections = merge<ResolvedAppConnection>(
    config.appConnections.map(it => ({
      ...it,
      ...provenanceInConfig(it),
      hasClientSecret: it.clientSecret !== undefined,
    })),
    stored.filter(row => row.kind === 'appConnection'),
    row => storedAppConnection(row, secrets),
    problems,
  );
  const fabrics = merge<ResolvedFabric>(
    config.fabrics.map(it => ({
      ...it,
      ...provenanceInConfig(it),
      ownAppConnection: it.appConnection,
    })),
    stored.filter(row => row.kind === 'fabric'),
    row => storedFabric(row, config, secrets),
    problems,
  );
  // The default is the first that says so, with app-config before the portal, or else the only one that there is
  const all = [...appConnections.values()];
  const chosen =
    all.find(it => it.default) ?? (all.length === 1 ? all[0] : undefined);
  all.forEach(it => {
    it.default = it === chosen;
  });
  fabrics.forEach(it => {
    it.appConnection ??= chosen?.name;
  });
  return { config, appConnections, fabrics, problems };
}

function merge<Definition extends { name: string; title: string }>(
  configured: Definition[],
  rows: StoredDefinition[],
  resolve: (row: StoredDefinition) => Definition | undefined,
  problems: UnusedDefinition[],
): Map<string, Definition> {
  const merged = new Map(configured.map(it => [it.name, it]));
  for (const row of rows) {
    const { kind, name } = row;
    const hidingIt = merged.get(name);
    const definition = hidingIt ? undefined : resolve(row);
    if (definition) {
      merged.set(name, definition);
    } else {
      problems.push({
        kind,
        name,
        what: hidingIt ? 'hidden' : 'unusable',
        title: hidingIt?.title ?? titleIn(row.definition) ?? name,
      });
    }
  }
  return merged;
}

function titleIn(definition: unknown): string | undefined {
  const { title } = Object(definition);
  return typeof title === 'string' ? title : undefined;
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
      ...(sealed && secrets.open(row, sealed)),
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
  const fabric = data && resolveFabric(name, data, config).fabric;
  if (!fabric) {
    return undefined;
  }
  const resolved: ResolvedFabric = {
    ...fabric,
    ownAppConnection: fabric.appConnection,
    ...provenanceOf(row),
  };
  if (data.servicePrincipal && sealed) {
    resolved.servicePrincipal = {
      ...resolveServicePrincipal(data.servicePrincipal),
      ...secrets.open(row, sealed),
    };
  }
  return resolved;
}

/** The etag is a hash of what may be shown. No secret goes into it, since admins see etags. */
function provenanceInConfig(definition: object): Provenance {
  const visible = JSON.stringify(definition, (key, value) =>
    key === 'clientSecret' ? undefined : value,
  );
  const hash = createHash('sha256').update(visible).digest('base64url');
  return { source: 'config', etag: hash.slice(0, 16) };
}

function provenanceOf(row: StoredDefinition): Provenance {
  const { updatedAt, updatedBy } = row;
  return { source: 'database', etag: etagOfRow(row), updatedAt, updatedBy };
}

/** Differs also for a definition that was removed and made again under its name. */
export function etagOfRow(
  row: Pick<StoredDefinition, 'createdAtMs' | 'version'>,
): string {
  return `${row.createdAtMs.toString(36)}-${row.version}`;
}
