import {
  type FabricInput,
  fabricInputSchema,
  isDefinitionName,
  type FabricTarget,
  type FabricDefinition,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import type { FieldProblems, FormReading } from '../../hooks/useDefinitionForm';
import { readDefinition } from './readDefinition';

/** What the form of a fabric holds. */
export type FabricValues = {
  name: string;
  title: string;
  description: string;
  type: FabricDefinition['type'];
  owner: string;
  workspaceUrl: string;
  computeKind: 'warehouse' | 'cluster' | 'none';
  computeId: string;
  catalog: string;
  schema: string;
  /** Empty for the default one. */
  appConnection: string;
  oauthType: 'u2m' | 'm2m';
};

/** What the form begins with. */
export function fabricValues(fabric?: FabricDefinition): FabricValues {
  return {
    name: fabric?.name ?? '',
    title: fabric && fabric.title !== fabric.name ? fabric.title : '',
    description: fabric?.description ?? '',
    type: fabric?.type ?? 'sql',
    owner: fabric?.owner ?? '',
    workspaceUrl: fabric?.workspaceUrl ?? '',
    ...computeOf(fabric),
    catalog: fabric?.catalog ?? '',
    schema: fabric?.schema ?? '',
    appConnection: fabric?.appConnection ?? '',
    oauthType: fabric?.oauthType ?? 'u2m',
  };
}

function computeOf(fabric: FabricDefinition | undefined) {
  if (fabric?.clusterId) {
    return { computeKind: 'cluster', computeId: fabric.clusterId } as const;
  }
  return fabric && !fabric.warehouseId
    ? ({ computeKind: 'none', computeId: '' } as const)
    : ({
        computeKind: 'warehouse',
        computeId: fabric?.warehouseId ?? '',
      } as const);
}

/** What a pasted target fills in; what it does not say stays. */
export function valuesOfTarget(
  target: Partial<FabricTarget>,
): Partial<FabricValues> {
  const { workspaceUrl, compute, catalog, schema } = target;
  return {
    ...(workspaceUrl ? { workspaceUrl } : {}),
    ...(compute ? { computeKind: compute.kind, computeId: compute.id } : {}),
    ...(catalog ? { catalog } : {}),
    ...(schema ? { schema } : {}),
  };
}

const fields: Record<string, keyof FabricValues> = {
  name: 'name',
  title: 'title',
  description: 'description',
  type: 'type',
  owner: 'owner',
  workspaceUrl: 'workspaceUrl',
  jdbcUrl: 'workspaceUrl',
  httpPath: 'computeId',
  warehouseId: 'computeId',
  clusterId: 'computeId',
  catalog: 'catalog',
  schema: 'schema',
  appConnection: 'appConnection',
  oauthType: 'oauthType',
};

/** The field of the form that stands for a key of the definition. */
export function fabricField(key: string) {
  return fields[key];
}

/** The definition that is entered, as `PUT /fabrics/:name` takes it. */
export function readFabric(
  values: FabricValues,
  options: { base?: FabricDefinition; names: string[]; nameTaken: string },
): FormReading<FabricValues, FabricInput> {
  const { base, names, nameTaken } = options;
  const problems: FieldProblems<FabricValues> = {};
  if (!base && !isDefinitionName(values.name)) {
    problems.name = NAME_EXPECTED;
  } else if (!base && names.includes(values.name)) {
    problems.name = nameTaken;
  }
  return readDefinition({
    schema: fabricInputSchema,
    // Without compute there is no field for its ID: then the choice itself is wrong.
    fieldOf: key =>
      values.computeKind === 'none' && fields[key] === 'computeId'
        ? 'computeKind'
        : fields[key],
    problems,
    input: {
      ...filled('title', values.title),
      ...filled('description', values.description),
      type: values.type,
      ...filled('owner', values.owner),
      ...filled('workspaceUrl', values.workspaceUrl),
      ...computeFields(values),
      ...filled('catalog', values.catalog),
      ...filled('schema', values.schema),
      ...filled('appConnection', values.appConnection),
      ...(values.type === 'prophecy' ? { oauthType: values.oauthType } : {}),
    },
  });
}

function computeFields({ computeKind, computeId }: FabricValues) {
  switch (computeKind) {
    case 'warehouse':
      return filled('warehouseId', computeId);
    case 'cluster':
      // Absent, it would be a fabric without compute, which is not what was chosen.
      return { clusterId: computeId.trim() };
    case 'none':
      return {};
    default:
      return computeKind satisfies never;
  }
}

function filled(key: string, value: string): Record<string, string> {
  const trimmed = value.trim();
  return trimmed ? { [key]: trimmed } : {};
}
