import {
  Check,
  Compute,
  IdentityKind,
} from '@backstage-databricks/plugin-databricks-common';
import { printableText, WorkspaceClient } from '../databricks';
import { NamesOfFabric } from '../fabrics';
import { ResolvedFabric } from '../settings';
import { answerOf } from './askWorkspace';
import { check } from './check';
import { getCompute } from './getCompute';
import { liveState } from './liveState';
import {
  failedCall,
  missingCatalogRight,
  missingComputeRight,
  Tested,
} from './missingRights';

/** Its schemas are not in Unity Catalog: its API does not know them, nor who may use them. */
const LEGACY_CATALOG = 'hive_metastore';

/** What a workspace answered to one token, all asked at the same time. */
export type FabricAnswers = Awaited<ReturnType<typeof askFabric>>;

/** Asks Databricks, without starting anything, all that a test of a fabric needs. */
export async function askFabric(
  databricks: WorkspaceClient,
  { workspaceUrl, compute, catalog, schema }: ResolvedFabric,
  accessToken: string,
) {
  const caller = { workspaceUrl, accessToken };
  const isGoverned = catalog !== undefined && catalog !== LEGACY_CATALOG;
  const [me, ofCompute, ofCatalog, ofSchema] = await Promise.all([
    answerOf(databricks.getCurrentUser(caller)),
    compute && answerOf(getCompute(databricks, compute, caller)),
    isGoverned
      ? answerOf(databricks.getCatalog({ ...caller, name: catalog }))
      : undefined,
    isGoverned && schema !== undefined
      ? answerOf(
          databricks.getSchema({ ...caller, name: `${catalog}.${schema}` }),
        )
      : undefined,
  ]);
  return { me, compute: ofCompute, catalog: ofCatalog, schema: ofSchema };
}

/** What the answers say, line by line. Who is not known there is told no more. */
export function describeAnswers(
  fabric: ResolvedFabric,
  as: IdentityKind,
  answers: FabricAnswers,
): Check[] {
  const { me } = answers;
  if (me.error) {
    return [failedCall('identity', me.error, { fabric, as })];
  }
  const { userName, displayName = userName } = me.value;
  const tested = { fabric, as, userName };
  const details = displayName === userName ? '' : ` (${userName})`;
  return [
    check.ok(
      'identity',
      as === 'user'
        ? `Databricks knows you as ${displayName}${details}.`
        : `Databricks knows the service principal ${userName}.`,
      { code: 'known', who: userName },
    ),
    ...describeCompute(tested, answers.compute),
    ...describeSecurable('catalog', tested, answers.catalog),
    ...describeSecurable('schema', tested, answers.schema),
  ];
}

function describeCompute(
  tested: Tested,
  answer: FabricAnswers['compute'],
): Check[] {
  const { compute } = tested.fabric;
  if (!compute || !answer) {
    return [];
  }
  if (answer.error) {
    return [missingComputeRight(compute, answer.error, tested)];
  }
  const { name } = answer.value;
  // Nothing but a state of theirs is repeated
  const [state = 'UNKNOWN'] = /^[A-Z_]{1,32}$/.exec(answer.value.state) ?? [];
  const what = nameOf(compute, name);
  const values = {
    kind: compute.kind,
    id: compute.id,
    ...(name && { name }),
    state,
    live: liveState(state),
    who: tested.userName,
  };
  const live = liveState(state);
  if (live === 'unusable' || live === 'unknown') {
    return [
      check.failed(
        'compute',
        `${what} cannot be used as it is: its state is ${state}. Whoever manages it at Databricks can tell why.`,
        { code: 'unusable_state', ...values },
      ),
    ];
  }
  const asleep =
    live === 'stopped' ? ', which is fine: it starts when it is used' : '';
  return [
    check.ok(
      'compute',
      `${what} exists, and ${tested.userName} can see it; its state is ${state}${asleep}.`,
      { code: 'exists', ...values },
    ),
  ];
}

function describeSecurable(
  id: 'catalog' | 'schema',
  tested: Tested,
  answer: FabricAnswers['catalog'],
): Check[] {
  if (!answer) {
    return [];
  }
  if (answer.error || !answer.value.mayUse) {
    return [missingCatalogRight(id, answer.error, tested)];
  }
  const { catalog = '', schema } = tested.fabric;
  const name = id === 'catalog' ? catalog : `${catalog}.${schema}`;
  return [
    check.ok(id, `${tested.userName} can use the ${id} ${name}.`, {
      code: 'usable',
      name,
      who: tested.userName,
    }),
  ];
}

/** What may be kept: without the name of compute, which is whatever somebody there has written. */
export function withoutNames(answers: FabricAnswers): FabricAnswers {
  const { compute } = answers;
  return compute && !compute.error
    ? { ...answers, compute: { value: { ...compute.value, name: '' } } }
    : answers;
}

/** @returns as a sentence begins */
function nameOf({ kind, id }: Compute, name: string): string {
  const what = kind === 'warehouse' ? 'The SQL warehouse' : 'The cluster';
  return name === '' || name === id
    ? `${what} ${id}`
    : `${what} ${name} (${id})`;
}

/** The names that the answers hold, for who is known there. A nameless compute goes by its ID, which is no name. */
export function namesIn(
  { compute: target }: ResolvedFabric,
  as: IdentityKind,
  { me, compute }: FabricAnswers,
): NamesOfFabric {
  if (me.error) {
    return {};
  }
  const name = compute?.error ? undefined : compute?.value.name;
  return {
    compute: name === target?.id ? undefined : name,
    servicePrincipal:
      as === 'user' ? undefined : printableText(me.value.displayName),
  };
}
