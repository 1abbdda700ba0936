import { TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { startGrants, TestGrants } from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('The table of grants on %s', id => {
  let grants: TestGrants;

  beforeEach(async () => {
    grants = await startGrants({ knex: await databases.init(id) });
  });

  afterEach(() => grants.stop());

  const insert = async (row: object) =>
    grants
      .knex('grants')
      .insert(row)
      .then(
        () => 'inserted',
        error => String(error.code),
      );
  const isDuplicate = /^(SQLITE_CONSTRAINT_UNIQUE|23505)$/;
  const isAgainstCheck = /^(SQLITE_CONSTRAINT_CHECK|23514)$/;

  it('has one connection for a user, issuer and app connection', async () => {
    const row = await grants.row(await grants.connect());
    expect(await insert({ ...row, id: '2' })).toMatch(isDuplicate);
    for (const [column, other] of [
      ['owner', 'user:default/bob'],
      ['issuer', 'https://other.cloud.databricks.com'],
      ['app_connection', 'other'],
    ]) {
      expect(await insert({ ...row, id: column, [column]: other })).toBe(
        'inserted',
      );
    }
  });

  it('has one row for a fabric and a definition of its service principal, whoever makes it', async () => {
    const store = new DatabaseGrantStore(grants);
    const holder = grants.servicePrincipal();
    await Promise.all([
      store.ensureServicePrincipal(holder, ['hash']),
      store.ensureServicePrincipal(holder, ['hash']),
    ]);
    await store.ensureServicePrincipal(holder, ['hash']);
    const [row, ...others] = await grants.knex('grants');
    expect(others).toEqual([]);
    expect(row).toMatchObject({
      definition_hash: 'hash',
      app_connection: null,
      rejected_client_hash: null,
    });
    expect(await insert({ ...row, id: '2' })).toMatch(isDuplicate);
    await store.ensureServicePrincipal(holder, ['other']);
    await store.ensureServicePrincipal(grants.servicePrincipal('other'), [
      'hash',
    ]);
    expect(await grants.knex('grants')).toHaveLength(3);
  });

  it('takes no row that is neither a connection nor a service principal', async () => {
    const row = await grants.row(await grants.connect());
    for (const wrong of [
      { app_connection: null },
      { definition_hash: 'hash' },
      { kind: 'servicePrincipal' },
      { kind: 'servicePrincipal', app_connection: null },
      { kind: 'other' },
    ]) {
      expect(await insert({ ...row, id: '2', owner: 'x', ...wrong })).toMatch(
        isAgainstCheck,
      );
    }
  });
});
