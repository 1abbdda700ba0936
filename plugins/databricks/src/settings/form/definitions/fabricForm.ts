import {
  checkFabricInput,
  type FabricDefinition,
  type FabricInput,
  fabricInputFields,
  parseClusterId,
  parseWarehouseId,
  parseWorkspaceUrl,
} from '@backstage-databricks/plugin-databricks-common';
import { appConfigYaml } from '../../appConfigYaml';
import type { FormDescription, FormValues, Say } from '../FormDescription';
import { dataValue } from './dataValue';
import { fabricPaste } from './fabricPaste';
import { filled } from './filled';

/** Stands for a workspace that is not known yet, so that what else is missing is told at once. */
const ANY_WORKSPACE = 'https://any.cloud.databricks.com';

const TYPES = ['sql', 'spark', 'prophecy'] as const;

/** The form of a fabric. */
export const fabricForm: FormDescription<FabricDefinition, FabricInput> = {
  subject: 'fabric',
  mark: name => `fabric:${name}`,
  things: settings => settings.fabrics,
  nameFrom: 'title',
  title: (t, title) =>
    title === undefined
      ? t('formDialog.title.addFabric')
      : t('formDialog.title.editFabric', { title }),
  schema: fabricInputFields,
  check: checkTogether,
  paste: fabricPaste,
  fields: [
    { name: 'title', kind: 'text', label: t => t('formField.title') },
    {
      name: 'owner',
      kind: 'owner',
      label: t => t('formField.owner'),
    },
    {
      name: 'workspaceUrl',
      kind: 'workspace',
      keys: ['workspaceUrl', 'jdbcUrl'],
      label: t => t('formField.workspace'),
      warning: ({ t, values, thing }) =>
        thing?.servicePrincipal &&
        values.workspaceUrl.trim() !== thing.workspaceUrl
          ? t('formField.workspaceChanged')
          : undefined,
    },
    {
      name: 'type',
      kind: 'choice',
      label: t => t('formField.type'),
      choices: ({ t }) =>
        TYPES.map(id => ({ id, label: t(`fabric.type.${id}`) })),
    },
    {
      name: 'compute',
      kind: 'compute',
      keys: ['warehouseId', 'clusterId', 'httpPath'],
      label: (t, { type }) =>
        type === 'spark' ? t('formField.compute') : t('formField.warehouse'),
      workspace: 'workspaceUrl',
      hasClusters: ({ type }) => type === 'spark',
    },
    {
      name: 'data',
      kind: 'text',
      keys: ['catalog', 'schema'],
      label: t => t('formField.data'),
      placeholder: t => t('formField.dataExample'),
    },
    {
      name: 'name',
      kind: 'name',
      isFolded: true,
      label: t => t('formField.name'),
    },
    {
      name: 'description',
      kind: 'text',
      isFolded: true,
      label: t => t('formField.description'),
    },
    {
      name: 'appConnection',
      kind: 'appConnection',
      isFolded: true,
      label: t => t('formField.appConnection'),
      isVisible: ({ values, world }) =>
        world.appConnections.length > 1 || values.appConnection !== '',
    },
    {
      name: 'oauthType',
      kind: 'choice',
      isFolded: true,
      label: t => t('formField.runsAs'),
      isVisible: ({ values }) => values.type === 'prophecy',
      choices: ({ t }) =>
        (['u2m', 'm2m'] as const).map(id => ({
          id,
          label: t(`formField.${id}`),
        })),
    },
  ],
  start,
  startCopy: (thing, t) => copyValues(start(thing), t),
  input: values => ({
    ...filled('title', values.title),
    ...filled('description', values.description),
    type: values.type,
    ...filled('owner', values.owner),
    ...filled('workspaceUrl', values.workspaceUrl),
    ...computeInput(values.compute.trim()),
    ...dataInput(values.data.trim()),
    ...filled('appConnection', values.appConnection),
    ...(values.type === 'prophecy' ? { oauthType: values.oauthType } : {}),
  }),
  problems: ({ t, values }) =>
    values.owner.trim() &&
    fabricInputFields.shape.owner.safeParse(values.owner.trim()).error
      ? { owner: t('formField.ownerExpected') }
      : ({} as Record<string, string>),
  put: (api, name, definition, etag) =>
    api.putFabric(name, definition, { etag }),
  dryRun: (api, name, definition, etag) =>
    api.dryRunFabric(name, definition, { etag }),
  sayCheck: ({ id, values }, t) =>
    id === 'compute' && values?.code === 'right_missing'
      ? t('formDialog.mayNotUse', {
          what: t(
            values.kind === 'cluster'
              ? 'formField.cluster'
              : 'formField.warehouse',
          ),
        })
      : undefined,
  appConfig: thing => appConfigYaml({ appConnections: [], fabrics: [thing] }),
  savedMessage: (t, title) => t('formDialog.saved', { title }),
  href: (links, name) => links.fabric(name),
};

function start(fabric?: FabricDefinition): FormValues {
  return {
    name: '',
    title: fabric?.title ?? '',
    description: fabric?.description ?? '',
    type: fabric?.type ?? 'sql',
    owner: fabric?.owner ?? '',
    workspaceUrl: fabric?.workspaceUrl ?? '',
    compute: computeValue(fabric),
    data: dataValue(fabric?.catalog, fabric?.schema),
    appConnection: fabric?.appConnection ?? '',
    oauthType: fabric?.oauthType ?? 'u2m',
  };
}

function copyValues(values: FormValues, t: Say): FormValues {
  return {
    ...values,
    title: t('formField.copyOf', { title: values.title }),
  };
}

function computeValue(fabric: FabricDefinition | undefined): string {
  const { clusterId, warehouseId } = fabric ?? {};
  return clusterId ? `cluster:${clusterId}` : warehouseId ?? '';
}

/** An ID that was entered tells by its form what it is of. */
function computeInput(compute: string) {
  const [, kind, id = compute] =
    /^(warehouse|cluster):(.*)$/.exec(compute) ?? [];
  const isCluster =
    kind === 'cluster' ||
    (kind === undefined &&
      parseWarehouseId(id).value === undefined &&
      parseClusterId(id).value !== undefined);
  return filled(isCluster ? 'clusterId' : 'warehouseId', id);
}

function dataInput(data: string) {
  const dot = data.indexOf('.');
  return dot < 0
    ? filled('catalog', data)
    : {
        ...filled('catalog', data.slice(0, dot)),
        ...filled('schema', data.slice(dot + 1)),
      };
}

function checkTogether(input: object) {
  const fabric = input as FabricInput;
  const issues: { path: PropertyKey[]; message: string }[] = [];
  const context = {
    addIssue: (issue: (typeof issues)[number]) => issues.push(issue),
  } as unknown as Parameters<typeof checkFabricInput>[1];
  checkFabricInput(fabric, context);
  if (parseWorkspaceUrl(fabric.workspaceUrl ?? '').value === undefined) {
    checkFabricInput({ ...fabric, workspaceUrl: ANY_WORKSPACE }, context);
  }
  return issues;
}
