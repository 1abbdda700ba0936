import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { openDatabase } from '../database';
import { check, WorkspaceProbe } from '../probes';
import { LiveSettings } from '../settings';
import { DatabaseCheckStore } from './DatabaseCheckStore';
import { WorkspaceChecks } from './WorkspaceChecks';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const hang = () => new Promise<void>(() => {});
const never = new AbortController().signal;
const ONE = 'https://one.azuredatabricks.net';
const TWO = 'https://two.azuredatabricks.net';

describe.each(databases.eachSupportedId())('The check list on %s', id => {
  let knex: Knex;
  let store: DatabaseCheckStore;

  beforeEach(async () => {
    const client = await databases.init(id);
    knex = await openDatabase({
      database: mockServices.database.mock({ getClient: async () => client }),
      logger: mockServices.logger.mock(),
    });
    store = new DatabaseCheckStore({ knex });
  });

  /** A replica, and the workspaces that it has asked. */
  function replica(
    workspaceUrls: string[],
    options: {
      ask?: (workspaceUrl: string) => Promise<void>;
      runMs?: number;
    } = {},
  ) {
    const asked: string[] = [];
    const fabrics = workspaceUrls.map(it => [it, { workspaceUrl: it }]);
    const checks = new WorkspaceChecks({
      settings: {
        current: () => ({ fabrics: new Map(fabrics as []) }),
        reload: async () => {},
      } as unknown as LiveSettings,
      store,
      workspaceProbe: {
        ask: async (workspaceUrl: string) => {
          asked.push(workspaceUrl);
          await options.ask?.(workspaceUrl);
          return { check: check.ok(`workspace ${workspaceUrl}`, 'Well.') };
        },
      } as unknown as WorkspaceProbe,
      outboundBudget: { queue: (_url, _signal, work) => work() },
      logger: mockServices.logger.mock(),
      runMs: options.runMs,
    });
    return { asked, checks };
  }

  it('is the same on every replica, whichever has made it, and forgets workspaces that are gone', async () => {
    await replica([ONE, TWO]).checks.run(never);
    const { asked, checks } = replica([TWO, ONE]);
    expect(await checks.results()).toEqual(
      [TWO, ONE].map(it => ({
        workspaceUrl: it,
        found: {
          id: `workspace ${it}`,
          state: 'ok',
          message: 'Well.',
          ms: expect.any(Number),
          at: expect.any(String),
        },
      })),
    );
    expect(asked).toEqual([]);
    await replica([ONE]).checks.run(never);
    expect(await knex('check_results').pluck('workspace_url')).toEqual([ONE]);
  });

  it('is made by one replica at a time, and by another one after the first has died', async () => {
    let end = () => {};
    const asked = new Promise<void>(resolve => {
      end = resolve;
    });
    const first = replica([ONE], { ask: () => asked });
    await first.checks.start();
    const second = replica([ONE]);
    expect(await second.checks.isRunning()).toBe(true);
    await second.checks.run(never);
    expect(second.asked).toEqual([]);
    end();
    await first.checks.stop();
    expect(await second.checks.isRunning()).toBe(false);

    expect(await store.claim('has died', 60_000)).toBe(true);
    await second.checks.run(never);
    expect(second.asked).toEqual([]);
    await knex('check_runs').update({ lease_until: 0 });
    await second.checks.run(never);
    expect(second.asked).toEqual([ONE]);
  });

  it('goes on at the next run with what a run did not come to, because other workspaces hang', async () => {
    const many = Array.from({ length: 25 }, (_, i) => `https://w${i}.x.net`);
    const cutOff = new AbortController();
    const first = replica(many, {
      async ask() {
        if (first.asked.length === 20) {
          cutOff.abort();
        }
        await hang();
      },
    });
    await first.checks.run(cutOff.signal);
    expect(first.asked).toEqual(many.slice(0, 20));
    expect(await store.results()).toEqual(new Map());

    await replica(many.slice(0, 20)).checks.run(never);
    const second = replica(many);
    await second.checks.run(never);
    expect(second.asked.slice(0, 5)).toEqual(many.slice(20));
    expect(second.asked).toHaveLength(25);
  });

  it('ends in time though workspaces hang', async () => {
    const { checks } = replica([ONE, TWO], { ask: hang, runMs: 1 });
    await checks.run(never);
    expect(await checks.isRunning()).toBe(false);
  });

  it('does not fail because of a line that another version has written, or that is damaged', async () => {
    const { checks } = replica([ONE]);
    for (const result of ['{"state":"new"}', '{"state":', 'null']) {
      await checks.run(never);
      expect(await checks.results()).toMatchObject([
        { found: { state: 'ok' } },
      ]);
      await knex('check_results').update({ result });
      expect(await checks.results()).toEqual([
        { workspaceUrl: ONE, found: undefined },
      ]);
    }
  });
});
