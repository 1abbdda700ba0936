import { Fault } from '@backstage-databricks/databricks-simulator';
import { TestDatabases } from '@backstage/backend-test-utils';
import { ConnectionUses } from '../connections/ConnectionUses';
import { DatabaseGrantUseStore } from '../connections/DatabaseGrantUseStore';
import { databaseNowPlus } from '../database/databaseTime';
import { codeOf } from './__testUtils__/codeOf';
import { eventually } from './__testUtils__/eventually';
import {
  startGrants,
  TestGrants,
  UserHolder,
} from './__testUtils__/startGrants';

jest.setTimeout(60_000);

const MINUTE = 60_000;
const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('The token engine on %s', id => {
  let grants: TestGrants;
  let alice: UserHolder;

  beforeEach(async () => {
    grants = await startGrants({ knex: await databases.init(id) });
    alice = await grants.connect();
  });

  afterEach(() => grants.stop());

  it('reads once, writes nothing, and then answers from memory', async () => {
    const engine = grants.replica();
    const statements: string[] = [];
    grants.knex.on('query', ({ sql }) => statements.push(sql));
    expect((await engine.token(alice)).source).toBe('database');
    expect(statements).toEqual([expect.stringMatching(/^select/)]);
    expect((await engine.token(alice)).source).toBe('memory');
    expect(statements).toHaveLength(1);
  });

  it('calls Databricks once for a hundred callers on four replicas, and the next renewal works', async () => {
    await grants.age(alice, -1);
    const calls = grants.simulator.calls.token;
    const replicas = [1, 2, 3, 4].map(() => grants.replica());
    const askAll = () =>
      Promise.all(
        Array.from({ length: 100 }, (_, i) => replicas[i % 4].token(alice)),
      );
    const tokens = await askAll();
    expect(new Set(tokens.map(it => it.accessToken)).size).toBe(1);
    expect(grants.simulator.calls.token).toBe(calls + 1);

    await grants.age(alice, -1);
    replicas.forEach(it => it.forget(alice.owner));
    await askAll();
    expect(grants.simulator.calls.token).toBe(calls + 2);
  });

  it('renews a rejected token at most once, whoever holds it', async () => {
    const replicas = [grants.replica(), grants.replica()];
    const { fingerprint } = await replicas[0].token(alice);
    const calls = grants.simulator.calls.token;
    const tokens = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        replicas[i % 2].token(alice, { rejectedFingerprint: fingerprint }),
      ),
    );
    expect(tokens.every(it => it.fingerprint !== fingerprint)).toBe(true);
    expect(grants.simulator.calls.token).toBe(calls + 1);
    await replicas[1].token(alice, { rejectedFingerprint: fingerprint });
    expect(grants.simulator.calls.token).toBe(calls + 1);
  });

  it('ends a connection at once here, and a flight that began before keeps nothing', async () => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    grants.simulator.faults.next('token', { kind: 'delay', delayMs: 300 });
    const asked = engine.token(alice);
    await eventually(async () => grants.simulator.calls.token > 1);
    const { id: connection } = await grants.row(alice);
    await grants.store.endConnection(alice.owner, String(connection));
    engine.forget(alice.owner);
    expect(await codeOf(engine.token(alice))).toBe('not_connected');
    expect(await codeOf(asked)).toBe('not_connected');
    expect(await codeOf(engine.token(alice))).toBe('not_connected');
  });

  it('keeps what a reconnect brought while a renewal was under way', async () => {
    const engine = grants.replica();
    await grants.age(alice, -1);
    grants.simulator.faults.next('token', {
      kind: 'delay',
      delayMs: 500,
      processed: 'before',
    });
    const asked = engine.token(alice);
    const before = grants.simulator.calls.token;
    await eventually(async () => grants.simulator.calls.token > before);
    await grants.connect();
    engine.forget(alice.owner);
    const reconnected = await grants.replica().token(alice);
    expect((await asked).accessToken).toBe(reconnected.accessToken);
    expect(await grants.row(alice)).toMatchObject({
      generation: 2,
      lease_owner: null,
    });
  });

  it('takes over from an owner that died, and tells the true reason if that was too late', async () => {
    const { knex } = grants;
    const dead = {
      lease_owner: 'dead',
      lease_until: databaseNowPlus(knex, 200),
    };
    await grants.age(alice, -1);
    await knex('grants').update(dead);
    const engine = grants.replica();
    expect((await engine.token(alice)).source).toBe('refresh');

    await grants.age(alice, -1);
    await knex('grants').update(dead);
    grants.simulator.revokeRefreshTokens();
    engine.forget(alice.owner);
    expect(await codeOf(engine.token(alice))).toBe('reconnect_required');
    expect(await grants.row(alice)).toMatchObject({
      status: 'reconnect_required',
      reason_code: 'answer_lost',
      access_token: null,
      refresh_token: null,
    });
  });

  it('does not let a late owner overwrite a newer pair, nor write its failure over it', async () => {
    await grants.age(alice, -1);
    const fault: Fault = { kind: 'delay', delayMs: 400, processed: 'before' };
    grants.simulator.faults.next('token', fault);
    const calls = grants.simulator.calls.token;
    const late = grants.replica().token(alice);
    await eventually(async () => grants.simulator.calls.token > calls);
    // Its lease is over, and somebody else has signed in and holds one
    const newest = await grants.connect();
    await grants.knex('grants').update({ lease_owner: 'other' });
    const row = await grants.row(newest);
    await late;
    expect(await grants.row(newest)).toEqual(row);
  });

  it('works with a lease and a pause from before the clock was set back', async () => {
    await grants.age(alice, -1);
    await grants.knex('grants').update({
      lease_owner: 'other',
      lease_until: databaseNowPlus(grants.knex, 10 * MINUTE),
      retry_at: databaseNowPlus(grants.knex, 10 * MINUTE),
    });
    expect((await grants.replica().token(alice)).source).toBe('refresh');
  });

  /** A replica that notes which connections are used. */
  const noting = () => {
    const uses = new ConnectionUses({
      store: grants.store,
      useStore: new DatabaseGrantUseStore({ knex: grants.knex }),
    });
    const engine = grants.replica();
    engine.setUseListener(grantId => uses.record(grantId));
    return { engine, uses };
  };

  it('notes that a connection was used, later and all at once', async () => {
    const { engine, uses } = noting();
    await grants.knex('grants').update({ used_at: 1 });
    await engine.token(alice);
    expect(await grants.row(alice)).toMatchObject({
      used_at: expect.anything(),
    });
    expect(Number((await grants.row(alice)).used_at)).toBe(1);
    await uses.flush();
    expect(Number((await grants.row(alice)).used_at)).toBeGreaterThan(1);
  });

  it('counts a token that had to be renewed as a use, also after keep-alive has renewed it', async () => {
    const { engine, uses } = noting();
    const usedAt = async () => {
      await uses.flush();
      return Number((await grants.row(alice)).used_at);
    };
    await grants.knex('grants').update({ used_at: 1 });
    await engine.renew(alice);
    expect(await usedAt()).toBe(1);
    await engine.token(alice);
    expect(await usedAt()).toBeGreaterThan(1);

    const other = noting();
    await grants.age(alice, -1);
    await grants.knex('grants').update({ used_at: 1 });
    expect((await other.engine.token(alice)).source).toBe('refresh');
    await other.uses.flush();
    expect(Number((await grants.row(alice)).used_at)).toBeGreaterThan(1);
  });

  it('serves whoever is content with what is stored while somebody insists on another', async () => {
    const engine = grants.replica();
    const { fingerprint } = await grants.replica().token(alice);
    grants.simulator.faults.next('token', {
      kind: 'delay',
      delayMs: 300,
      processed: 'before',
    });
    let insisted = false;
    const insisting = engine
      .token(alice, { rejectedFingerprint: fingerprint })
      .finally(() => {
        insisted = true;
      });
    expect((await engine.token(alice)).fingerprint).toBe(fingerprint);
    expect(insisted).toBe(false);
    expect((await insisting).fingerprint).not.toBe(fingerprint);
  });

  it('makes the row of a service principal once, and drops the token of another secret', async () => {
    const holder = grants.servicePrincipal();
    const calls = grants.simulator.calls.token;
    const [one, other] = [grants.replica(), grants.replica()];
    const tokens = await Promise.all(
      Array.from({ length: 100 }, (_, i) => [one, other][i % 2].token(holder)),
    );
    expect(new Set(tokens.map(it => it.accessToken)).size).toBe(1);
    expect(grants.simulator.calls.token).toBe(calls + 1);

    grants.simulator.account.addServicePrincipal({
      clientId: 'sp',
      clientSecret: 'rotated',
    });
    const rotated = { ...holder, clientSecret: 'rotated' };
    const token = await one.token(rotated);
    expect(token.accessToken).not.toBe(tokens[0].accessToken);
    expect(await grants.row(holder)).toMatchObject({ status: 'connected' });
  });
});
