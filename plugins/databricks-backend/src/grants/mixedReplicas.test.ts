import { TestDatabases } from '@backstage/backend-test-utils';
import { randomBytes } from 'node:crypto';
import { Sealer } from '../encryption/Sealer';
import { DatabaseGrantStore } from './DatabaseGrantStore';
import { ServicePrincipals } from './ServicePrincipals';
import { TokenVault } from './TokenVault';
import { codeOf } from './__testUtils__/codeOf';
import { startGrants, TestGrants } from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

/** As in a roll-out: the same keys everywhere, and another primary here than there. */
function sealersOfARollOut(): [Sealer, Sealer] {
  const keys = new Map([
    ['k1', randomBytes(32)],
    ['k2', randomBytes(32)],
  ]);
  return [
    new Sealer({ primaryKey: 'k1', keys }),
    new Sealer({ primaryKey: 'k2', keys }),
  ];
}

describe.each(databases.eachSupportedId())('In a roll-out on %s', id => {
  let grants: TestGrants;
  let callsBefore: number;
  const [withK1, withK2] = sealersOfARollOut();

  beforeEach(async () => {
    grants = await startGrants({
      knex: await databases.init(id),
      sealer: withK1,
    });
    callsBefore = grants.simulator.calls.token;
  });

  afterEach(() => grants.stop());

  const calls = () => grants.simulator.calls.token - callsBefore;

  it('replicas with another client of a service principal keep a token each, and drop the other’s once', async () => {
    grants.simulator.account.addServicePrincipal({
      clientId: 'sp2',
      clientSecret: 'sp2-secret',
    });
    const old = grants.servicePrincipal();
    const next = { ...old, clientId: 'sp2', clientSecret: 'sp2-secret' };
    const [one, two] = [grants.replica(), grants.replica()];
    const ask = async () => {
      one.forget(old.owner);
      two.forget(old.owner);
      return Promise.all([one.token(old), two.token(next)]);
    };
    await one.token(old);
    await two.token(next);
    expect(await grants.row(old)).toMatchObject({
      access_token: null,
      key_id: null,
      lease_owner: null,
    });
    expect((await ask()).map(it => it.name)).toEqual(['sp', 'sp2']);
    expect(calls()).toBe(3);
    for (let round = 0; round < 5; round++) {
      expect((await ask()).map(it => it.name)).toEqual(['sp', 'sp2']);
    }
    expect(calls()).toBe(3);
  });

  it('replicas with an old secret that is rejected do not stop those with the new one, and cards tell of the new one', async () => {
    const next = grants.servicePrincipal();
    const old = { ...next, clientSecret: 'old' };
    const [one, two] = [grants.replica(), grants.replica()];
    await codeOf(one.token(old));
    await two.token(next);
    for (let round = 0; round < 3; round++) {
      one.forget(old.owner);
      two.forget(old.owner);
      expect(await codeOf(one.token(old))).toBe('service_principal_rejected');
      expect((await two.token(next)).source).toBe('database');
    }
    expect(calls()).toBe(2);
    const states = (secret: string) =>
      new ServicePrincipals({
        store: new DatabaseGrantStore(grants),
        vault: new TokenVault({
          sealer: withK2,
          store: new DatabaseGrantStore(grants),
        }),
      }).states([
        {
          name: next.owner,
          workspaceUrl: next.workspaceUrl,
          servicePrincipal: { ...next, clientSecret: secret },
        } as never,
      ]);
    expect((await states(next.clientSecret)).get(next.owner)).toMatchObject({
      status: 'ready',
    });
    expect((await states('old')).get(next.owner)).toMatchObject({
      status: 'rejected',
    });
    expect((await states('newest')).get(next.owner)).toMatchObject({
      status: 'unchecked',
    });
  });

  it('a replica whose service principal was rejected leaves it alone, whatever becomes of the row', async () => {
    const holder = { ...grants.servicePrincipal(), clientSecret: 'wrong' };
    const engine = grants.replica();
    expect(await codeOf(engine.token(holder))).toBe(
      'service_principal_rejected',
    );
    await grants.knex('grants').delete();
    expect(await codeOf(engine.token(holder))).toBe(
      'service_principal_rejected',
    );
    expect(calls()).toBe(1);
    expect(await grants.row(holder)).toMatchObject({
      lease_owner: null,
      lease_until: null,
    });
  });

  it('replicas with other primary keys share the token of a service principal', async () => {
    const holder = grants.servicePrincipal();
    const one = grants.replica();
    const two = grants.replica(undefined, { sealer: withK2 });
    const tokens = [];
    for (let round = 0; round < 4; round++) {
      one.forget(holder.owner);
      two.forget(holder.owner);
      tokens.push(await one.token(holder), await two.token(holder));
    }
    expect(new Set(tokens.map(it => it.accessToken)).size).toBe(1);
    expect(new Set(tokens.map(it => it.fingerprint)).size).toBe(2);
    expect(calls()).toBe(1);
    expect(await grants.knex('grants')).toHaveLength(1);
  });

  it('replicas with other primary keys recognise each other’s fingerprints, once each', async () => {
    const alice = await grants.connect();
    callsBefore = grants.simulator.calls.token;
    const one = grants.replica();
    const two = grants.replica(undefined, { sealer: withK2 });
    const { fingerprint: rejectedFingerprint } = await one.token(alice);
    const renewed = await two.token(alice, { rejectedFingerprint });
    expect(calls()).toBe(1);
    one.forget(alice.owner);
    for (const engine of [one, two]) {
      expect(
        (await engine.token(alice, { rejectedFingerprint })).accessToken,
      ).toBe(renewed.accessToken);
    }
    expect(calls()).toBe(1);
  });

  it('replicas with other primary keys share the pause of a rejected app connection', async () => {
    const alice = await grants.connect();
    await grants.age(alice, -1);
    callsBefore = grants.simulator.calls.token;
    const wrong = {
      ...alice,
      appConnection: { ...alice.appConnection, clientSecret: 'wrong' },
    };
    for (const sealer of [withK1, withK2, withK1]) {
      const engine = grants.replica(undefined, { sealer });
      expect(await codeOf(engine.token(wrong))).toBe('app_connection_rejected');
    }
    expect(calls()).toBe(1);
  });
});
