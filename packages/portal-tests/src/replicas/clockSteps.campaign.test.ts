import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { BackendProcess } from '../processes/startBackendProcess';
import { startTestPortal, type TestPortal } from './startTestPortal';
import { waitUntil } from '../waitUntil';

jest.setTimeout(300_000);

/** So short that every test sees some tokens come and go. Half of it is the refresh window. */
const TOKEN_LIFETIME_SECONDS = 15;

describe('A clock that steps on one of three replicas', () => {
  let directory: string;
  let clockFile: string;
  let portal: TestPortal;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'databricks-clock-'));
    clockFile = join(directory, 'clock');
    portal = await startTestPortal({
      name: 'clock',
      replicas: 3,
      preload: require.resolve('./shiftedClock.cjs'),
      env: { DATABRICKS_TEST_CLOCK: clockFile },
      simulator: { accessTokenLifetimeSeconds: TOKEN_LIFETIME_SECONDS },
    });
    await portal.connect(portal.replicas[0]);
  });

  afterAll(async () => {
    await portal?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  async function step(replica: BackendProcess, minutes: number) {
    const offsetMs = minutes * 60_000;
    const seen = replica.logs().length;
    await writeFile(clockFile, String(offsetMs));
    process.kill(replica.pid, 'SIGUSR2');
    await waitUntil('The clock has stepped', 10_000, () =>
      replica.logs().slice(seen).includes(`The clock is off by ${offsetMs} ms`),
    );
  }

  async function expiryShownBy(replica: BackendProcess): Promise<number> {
    const { body } = await replica.client.request(
      '/api/databricks/connections',
      { as: 'alice' },
    );
    return Date.parse(JSON.parse(body).items[0].accessTokenExpiresAt);
  }

  it.each([10, -10])(
    'by %i minutes changes nothing: tokens are served, and renewed as often as before',
    async minutes => {
      const { replicas, simulator } = portal;
      const stepped = replicas[2];
      for (const replica of replicas) {
        expect((await portal.ask(replica)).status).toBe(200);
      }
      const before = { ...simulator.calls };
      const startedAt = performance.now();
      const seconds = () => (performance.now() - startedAt) / 1000;
      await step(stepped, minutes);
      let asked = 0;
      const askUntil = async (some: BackendProcess[], lives: number) => {
        while (seconds() < lives * TOKEN_LIFETIME_SECONDS) {
          for (const replica of some) {
            expect((await portal.ask(replica)).status).toBe(200);
            asked += 1;
          }
          await delay(100);
        }
      };
      await askUntil(replicas, 0.5);
      // Nobody else renews what this one holds to be valid still
      await askUntil([stepped], 2);
      // A token that was served after its end would have been refused, and asked for once more
      expect(simulator.calls.clusters - before.clusters).toBe(asked);
      const refreshes = simulator.calls.token - before.token;
      expect(refreshes).toBeGreaterThanOrEqual(2);
      // One in each half of a life; twice that is a storm
      expect(refreshes).toBeLessThan((4 * seconds()) / TOKEN_LIFETIME_SECONDS);
      for (const replica of replicas) {
        expect((await portal.ask(replica)).status).toBe(200);
        const leftMs = (await expiryShownBy(replica)) - Date.now();
        expect(leftMs).toBeGreaterThan(0);
        expect(leftMs).toBeLessThanOrEqual(TOKEN_LIFETIME_SECONDS * 1000);
      }
      const { rows } = await portal.database.query(
        'select status, failures, reason_code from grants',
      );
      expect(rows).toEqual([
        { status: 'connected', failures: 0, reason_code: null },
      ]);
      await step(stepped, 0);
    },
  );
});
