import { recordAudit } from '../__testUtils__/recordAudit';
import { requests } from '../__testUtils__/requests';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';
import { eventually } from '../grants/__testUtils__/eventually';

jest.setTimeout(120_000);

describe('What makes the portal call Databricks', () => {
  let plugin: StartedPlugin;
  const audit = recordAudit();
  const { get, post, put } = requests(() => plugin);
  const events = () =>
    audit.records.filter(it => it.eventId === 'outbound-test');

  beforeEach(async () => {
    plugin = await startPlugin({ features: [audit.feature] });
    audit.records.length = 0;
  });

  afterEach(() => plugin.stop());

  const fabric = () => ({
    type: 'sql',
    owner: 'group:default/analytics',
    workspaceUrl: plugin.simulator.url,
    warehouseId: 'abc123',
  });

  it('lets nobody guess the secret of a service principal 150 times in a second, nor without a trace', async () => {
    await put('/fabrics/mine', fabric());
    const { etag } = (await get('/fabrics/mine')).body;
    const guess = (number: number) =>
      plugin
        .as(alice)
        .put(
          `/api/databricks/fabrics/mine/service-principal${
            number % 2 ? '' : '?dryRun=true'
          }`,
        )
        .set('If-Match', `"${etag}"`)
        .send({ clientId: 'sp-nightly', clientSecret: `canary-${number}` });
    const answers = await Promise.all(
      Array.from({ length: 150 }, (_, number) => guess(number)),
    );
    const limited = answers.filter(it => it.status === 429);
    expect(limited).toHaveLength(120);
    for (const { body, headers } of limited) {
      expect(body.error).toMatchObject({
        code: 'too_many_requests',
        retryAfterSeconds: Number(headers['retry-after']),
      });
      expect(body.error.retryAfterSeconds).toBeGreaterThan(0);
    }
    for (const { status, body } of answers.filter(it => it.status !== 429)) {
      expect([status, body.ok ?? body.error.code]).toEqual(
        status === 200 ? [200, false] : [400, 'invalid_request'],
      );
    }
    expect(plugin.simulator.calls.token).toBe(30);
    expect(events()).toHaveLength(150);
    for (const event of events()) {
      expect(event).toMatchObject({
        outcome: 'fail',
        request: expect.anything(),
        meta: {
          user: 'user:default/alice',
          what: 'putServicePrincipal',
          fabric: 'mine',
          host: new URL(plugin.simulator.url).host,
        },
      });
    }
    expect(JSON.stringify(events().map(it => it.meta))).not.toMatch(/canary/);
  });

  it('counts tests and dry runs together, one each, and tells what each was about and how it ended', async () => {
    await put('/fabrics/mine', fabric());
    const { etag } = (await get('/fabrics/mine')).body;
    audit.records.length = 0;
    const host = new URL(plugin.simulator.url).host;
    const client = { clientId: 'another-client', clientSecret: 'canary-one' };
    const workspaceUrl = plugin.simulator.url;
    const ask = [
      () => post('/fabrics/nightly/test', {}, bob),
      () => post('/fabrics/everybody/test', {}, bob),
      () => post('/app-connections/default/test', { workspaceUrl }, bob),
      () => put('/app-connections/new?dryRun=true', client),
      () => put('/fabrics/mine?dryRun=true', fabric(), etag),
    ];
    expect((await ask[0]()).status).toBe(404);
    ask.shift();
    for (let i = 0; i < 30; i += 1) {
      expect((await ask[i % ask.length]()).status).toBe(200);
    }
    expect(events().slice(0, 4)).toMatchObject([
      {
        outcome: 'success',
        meta: { what: 'testFabric', fabric: 'everybody', host, ok: false },
      },
      {
        meta: { what: 'testAppConnection', appConnection: 'default', host },
      },
      { meta: { what: 'putAppConnection', appConnection: 'new', ok: false } },
      { meta: { what: 'putFabric', fabric: 'mine', host, ok: true } },
    ]);
    for (const it of ask) {
      expect((await it()).status).toBe(429);
    }
    expect(events()).toHaveLength(34);
    expect((await post('/fabrics/everybody/test', {}, alice)).status).toBe(200);
    // What stores without calling out draws nothing
    expect((await put('/fabrics/mine', fabric(), etag)).status).toBe(200);
  });

  describe('after a service principal was verified and stored', () => {
    const setPrincipal = () =>
      put('/fabrics/mine/service-principal', {
        clientId: 'sp-nightly',
        clientSecret: 'sp-nightly-secret',
      });

    beforeEach(() => put('/fabrics/mine', fabric()));

    it('tells so with what its first token shows', async () => {
      const answer = await setPrincipal();
      expect([answer.status, answer.body.servicePrincipal.status]).toEqual([
        201,
        'ready',
      ]);
    });

    it('keeps nobody waiting for its first token', async () => {
      plugin.simulator.faults.next('token', { kind: 'delay', delayMs: 0 });
      plugin.simulator.faults.next('token', { kind: 'delay', delayMs: 60_000 });
      const startedAt = performance.now();
      expect((await setPrincipal()).status).toBe(201);
      expect(performance.now() - startedAt).toBeLessThan(8_000);
    });

    it('asks for no token where the workspace is busy with tests', async () => {
      await plugin.connect(alice, { fabric: 'everybody' });
      const { simulator } = plugin;
      const before = { ...simulator.calls };
      simulator.faults.next('me', { kind: 'delay', delayMs: 6_000 }, 5);
      const test = () => post('/fabrics/everybody/test', {}, alice).then();
      const tests = [test(), test(), test()];
      await eventually(async () => simulator.calls.me === before.me + 3);
      simulator.faults.next('token', { kind: 'delay', delayMs: 2_000 });
      const set = setPrincipal().then();
      await eventually(async () => simulator.calls.token === before.token + 1);
      tests.push(test(), test());
      expect((await set).status).toBe(201);
      expect(simulator.calls.token).toBe(before.token + 1);
      await Promise.all(tests);
    });
  });
});
