import {
  connection,
  editableFabric,
  fabric,
  fabricList,
  failedTest,
  inWorkspace,
  servicePrincipalFabric,
} from '../__testUtils__/answers';
import {
  countNeeds,
  fabricItems,
  FabricFilter,
  filterFabrics,
} from './filterFabrics';

const list = fabricList([
  fabric({ connection: connection() }),
  fabric({
    name: 'orders',
    title: 'Orders',
    description: 'Raw tables',
    owner: '*',
    catalog: 'raw',
    schema: 'orders_v2',
    connection: connection(),
    lastTest: { user: failedTest('compute') },
  }),
  fabric({ name: 'close', title: 'Close', ...inWorkspace('Finance') }),
  fabric({
    name: 'plan',
    title: 'Plan',
    type: 'spark',
    ...inWorkspace('Finance'),
  }),
  servicePrincipalFabric({ servicePrincipal: { status: 'missing' } }),
  editableFabric({
    name: 'mine',
    title: 'Mine',
    connection: connection(),
    servicePrincipal: { status: 'rejected', clientId: 'x' },
  }),
]);
const items = fabricItems(list, new Set());
const none: FabricFilter = {
  q: '',
  type: [],
  workspace: [],
  state: [],
  owner: [],
  needs: false,
};
const names = (filter: Partial<FabricFilter>, of = items) =>
  filterFabrics(of, { ...none, ...filter }).map(({ row }) => row.name);

describe('filterFabrics', () => {
  it.each<[Partial<FabricFilter>, string[]]>([
    [{ q: 'ORDERS' }, ['orders']],
    [{ q: 'main.gold shared' }, ['analytics-dev', 'close', 'plan', 'mine']],
    [{ q: 'raw.orders_v2' }, ['orders']],
    [{ q: 'abc123' }, items.map(({ row }) => row.name)],
    [{ q: 'reports finance' }, ['close', 'plan']],
    [{ q: 'scheduled pipelines' }, ['prophecy-nightly']],
    [{ q: 'analytics-dev' }, ['analytics-dev']],
    [{ q: 'nothing of this' }, []],
    [{ type: ['spark', 'prophecy'] }, ['plan', 'prophecy-nightly']],
    [
      { workspace: ['https://finance.cloud.databricks.com'] },
      ['close', 'plan'],
    ],
    [{ owner: ['*'] }, ['orders']],
    [{ state: ['testFailed'] }, ['orders']],
    [
      { state: ['notConnected', 'none'] },
      ['close', 'plan', 'prophecy-nightly'],
    ],
    [{ needs: true }, ['close', 'plan', 'mine']],
    [{ needs: true, type: ['sql'], q: 'finance' }, ['close']],
  ])('%j leaves %j', (filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it('counts what there is to do, a sign-in once however many fabrics it serves', () => {
    expect(countNeeds(items)).toEqual({ signIns: 1, servicePrincipals: 1 });
  });

  it('needs nobody any more once the user is signing in', () => {
    const waiting = fabricItems(list, new Set(['finance']));
    expect(countNeeds(waiting)).toEqual({ signIns: 0, servicePrincipals: 1 });
    expect(names({ state: ['waiting'] }, waiting)).toEqual(['close', 'plan']);
  });
});
