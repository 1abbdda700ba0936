import { randomBytes } from 'node:crypto';
import type { JsonObject } from '@backstage/types';
import {
  startBackendProcess,
  type BackendProcess,
} from '../processes/startBackendProcess';
import { startTestPortal, type TestPortal } from './startTestPortal';

jest.setTimeout(300_000);

const keys = {
  k1: { secret: randomBytes(32).toString('base64') },
  k2: { secret: randomBytes(32).toString('base64') },
};

describe('An encryption key that is removed too early', () => {
  let portal: TestPortal;

  beforeAll(async () => {
    portal = await startTestPortal({
      name: 'keys',
      replicas: 1,
      databricks: () => ({
        admins: ['group:default/platform'],
        encryption: { primaryKey: 'k1', keys: { k1: keys.k1 } },
        appConnections: {},
        fabrics: {},
      }),
    });
  });

  afterAll(() => portal?.stop());

  async function asBob(
    replica: BackendProcess,
    method: string,
    path: string,
    json?: object,
  ) {
    const { status, body } = await replica.client.request(
      `/api/databricks${path}`,
      { method, as: 'bob', json },
    );
    return { status, body: JSON.parse(body) };
  }

  /** A backend in the place of the first one, with another choice of keys. */
  const withKeys = (encryption: JsonObject) =>
    startBackendProcess({
      ...portal.options,
      databricks: { ...portal.options.databricks, encryption },
    });

  /** Everything sealed, as it stands in the database. */
  async function sealedValues() {
    const { rows } = await portal.database.query(
      `select key_id, access_token, refresh_token, status from grants order by kind`,
    );
    const definitions = await portal.database.query(
      'select * from definitions order by kind, name',
    );
    return { grants: rows, definitions: definitions.rows };
  }

  const askAll = async (replica: BackendProcess) => ({
    user: await portal.ask(replica, { fabric: 'people' }),
    servicePrincipal: await portal.ask(replica, { fabric: 'robots' }),
  });

  it('answers encryption_key_unavailable, deletes nothing, and is well again when the key is back', async () => {
    const [first] = portal.replicas;
    const servicePrincipal = {
      clientId: 'the-service-principal',
      clientSecret: 'its-secret',
    };
    portal.simulator.account.addServicePrincipal(servicePrincipal);
    const common = {
      owner: '*',
      workspaceUrl: portal.simulator.url,
      warehouseId: 'abc123',
    };
    const definitions = {
      '/app-connections/main': portal.appConnection,
      '/fabrics/people': { ...common, type: 'sql' },
      '/fabrics/robots': { ...common, type: 'prophecy', oauthType: 'm2m' },
      '/fabrics/robots/service-principal': servicePrincipal,
    };
    for (const [path, body] of Object.entries(definitions)) {
      expect((await asBob(first, 'PUT', path, body)).status).toBeLessThan(300);
    }
    await portal.connect(first, { fabric: 'people' });
    for (const answer of Object.values(await askAll(first))) {
      expect(answer.status).toBe(200);
    }
    await first.stop();
    const before = await sealedValues();
    expect(before.grants.map(it => it.key_id)).toEqual(['k1', 'k1']);

    const without = await withKeys({ primaryKey: 'k2', keys: { k2: keys.k2 } });
    try {
      const calls = portal.simulator.calls.token;
      for (const answer of Object.values(await askAll(without))) {
        expect([answer.status, answer.body]).toEqual([
          503,
          expect.stringContaining('encryption_key_unavailable'),
        ]);
      }
      const started = await portal.startSignIn(without, { fabric: 'people' });
      expect([started.status, JSON.parse(started.body).error]).toEqual([
        503,
        expect.objectContaining({ code: 'encryption_key_unavailable' }),
      ]);
      expect(portal.simulator.calls.token).toBe(calls);
      const settings = await asBob(without, 'GET', '/settings');
      expect(settings.body.encryption.keys).toContainEqual({
        id: 'k1',
        available: false,
        values: 5,
      });
      const own = await without.client.request('/api/databricks/connections', {
        as: 'alice',
      });
      expect(JSON.parse(own.body).items).toMatchObject([
        {
          status: 'unreadable',
          reason: { code: 'encryption_key_unavailable' },
        },
      ]);
      expect(await sealedValues()).toEqual(before);
    } finally {
      await without.stop();
    }

    const back = await withKeys({ primaryKey: 'k2', keys });
    try {
      await portal.expire();
      for (const answer of Object.values(await askAll(back))) {
        expect([answer.status, answer.body]).toEqual([200, expect.anything()]);
      }
      await portal.connect(back, { as: 'bob', fabric: 'people' });
    } finally {
      await back.stop();
    }
  });
});
