import { managedFabric } from '../../__testUtils__/settings';
import {
  FabricTableFilter,
  FabricTableRow,
  filterFabricRows,
  readFabricSort,
  sortFabricRows,
} from './fabricRows';

const row = (
  id: string,
  fabric: Parameters<typeof managedFabric>[0],
  changes: Partial<FabricTableRow> = {},
): FabricTableRow => ({
  id,
  fabric: managedFabric({ name: id, title: id, ...fabric }),
  owner: 'Analytics',
  workspace: 'Sales',
  compute: 'SQL warehouse',
  servicePrincipal: { state: 'ready' },
  users: 0,
  ...changes,
});

const rows = [
  row(
    'orders',
    { title: 'Orders', description: 'Raw tables', catalog: 'raw' },
    { users: 12 },
  ),
  row(
    'budget',
    {
      title: 'Budget',
      owner: '*',
      workspaceUrl: 'https://finance.cloud.databricks.com',
      warehouseId: 'ff77',
    },
    {
      owner: 'Everybody',
      workspace: 'Finance',
      compute: 'Reports L',
      servicePrincipal: { state: 'refused', reason: 'x' },
      users: 2,
    },
  ),
  row(
    'churn',
    { title: 'Churn training', warehouseId: undefined, clusterId: '0999-1' },
    { compute: 'churn-gpu', servicePrincipal: { state: 'missing' } },
  ),
  row(
    'close',
    { title: 'Close', schema: 'gold' },
    { servicePrincipal: { state: 'secretEnds', days: 9 }, users: 30 },
  ),
];
const nothing: FabricTableFilter = {
  q: '',
  owner: [],
  workspace: [],
  servicePrincipal: [],
};
const ids = (of: FabricTableRow[]) => of.map(({ id }) => id);

describe('the rows of fabrics', () => {
  it.each<[Partial<FabricTableFilter>, string[]]>([
    [{}, ['orders', 'budget', 'churn', 'close']],
    [{ q: 'ORDERS' }, ['orders']],
    [{ q: 'churn' }, ['churn']],
    [{ q: 'raw tables' }, ['orders']],
    [{ q: 'finance' }, ['budget']],
    [{ q: 'reports l' }, ['budget']],
    [{ q: 'ff77' }, ['budget']],
    [{ q: '0999' }, ['churn']],
    [{ q: 'raw.default' }, ['orders']],
    [{ q: 'everybody' }, ['budget']],
    [{ q: 'main gold' }, ['close']],
    [{ q: 'nothing of this' }, []],
    [{ owner: ['*'] }, ['budget']],
    [
      { owner: ['*', 'group:default/analytics'] },
      ['orders', 'budget', 'churn', 'close'],
    ],
    [{ workspace: ['https://finance.cloud.databricks.com'] }, ['budget']],
    [{ servicePrincipal: ['rejected', 'expires'] }, ['budget', 'close']],
    [{ servicePrincipal: ['missing'], q: 'orders' }, []],
  ])('%j leaves %j', (filter, expected) => {
    expect(ids(filterFabricRows(rows, { ...nothing, ...filter }))).toEqual(
      expected,
    );
  });

  it.each([
    [null, ['budget', 'close', 'churn', 'orders']],
    ['nonsense', ['budget', 'close', 'churn', 'orders']],
    ['-servicePrincipal', ['orders', 'churn', 'close', 'budget']],
    ['title', ['budget', 'churn', 'close', 'orders']],
    ['-title', ['orders', 'close', 'churn', 'budget']],
    ['owner', ['churn', 'close', 'orders', 'budget']],
    ['-workspace', ['churn', 'close', 'orders', 'budget']],
    ['compute', ['churn', 'budget', 'close', 'orders']],
    ['users', ['churn', 'budget', 'orders', 'close']],
    ['-users', ['close', 'orders', 'budget', 'churn']],
  ])('sorted by %j are %j', (sort, expected) => {
    expect(ids(sortFabricRows(rows, readFabricSort(sort)))).toEqual(expected);
  });
});
