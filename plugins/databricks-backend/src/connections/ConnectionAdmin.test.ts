import { randomBytes } from 'node:crypto';
import { Sealer } from '../encryption/Sealer';
import { DatabricksServiceError } from '../errors';
import { TokenEngine } from '../grants/TokenEngine';
import { ChangeSignals } from '../portal/ChangeSignals';
import { LiveSettings } from '../settings/LiveSettings';
import { ConnectionAdmin } from './ConnectionAdmin';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';
import { AppConnectionUse } from './DatabaseConnectionUpkeepStore';

describe('Ending connections', () => {
  it('forgets their tokens also when nobody can tell whether they were ended', async () => {
    const forgotten: string[] = [];
    const isAway = () =>
      Promise.reject(new DatabricksServiceError('unavailable'));
    const admin = new ConnectionAdmin({
      store: {
        find: async () => [
          { id: '1', owner: 'user:default/alice' },
          { id: '2', owner: 'user:default/mallory' },
        ],
        endByAdmin: isAway,
        remove: isAway,
      } as unknown as DatabaseConnectionStore,
      upkeep: { appConnectionUses: async () => [] },
      settings: {} as LiveSettings,
      engine: {
        forget: owner => forgotten.push(owner),
      } as Pick<TokenEngine, 'forget'> as TokenEngine,
      changeSignals: {} as ChangeSignals,
      sealer: new Sealer({
        primaryKey: 'k1',
        keys: new Map([['k1', randomBytes(32)]]),
      }),
    });
    for (const end of ['end', 'remove'] as const) {
      forgotten.length = 0;
      await expect(
        admin[end]({ appConnection: 'default' }),
      ).rejects.toMatchObject({ code: 'unavailable' });
      expect(forgotten).toEqual(['user:default/alice', 'user:default/mallory']);
    }
  });
});

describe('What connections show of app connections', () => {
  const use = (changes: Partial<AppConnectionUse>): AppConnectionUse => ({
    appConnection: 'default',
    issuer: 'https://one.example.com',
    retryAtMs: 1_000_000,
    acceptedAtMs: 0,
    connections: 1,
    ...changes,
  });
  const factsOf = (...uses: AppConnectionUse[]) =>
    new ConnectionAdmin({
      upkeep: { appConnectionUses: async () => uses },
    } as never).appConnectionFacts();
  const scopes = use({ reasonCode: 'scopes_rejected' });

  it('is that Databricks assigns no scopes, until it has accepted them for somebody', async () => {
    expect((await factsOf(scopes)).scopesRejected).toEqual(
      new Set(['default']),
    );
    const accepted = use({ acceptedAtMs: 1_000_000 });
    expect((await factsOf(scopes, accepted)).scopesRejected.size).toBe(0);
    for (const other of [
      { ...accepted, appConnection: 'other' },
      { ...accepted, issuer: 'https://two.example.com' },
      use({}),
    ]) {
      expect((await factsOf(scopes, other)).scopesRejected.size).toBe(1);
    }
  });

  it('counts whom Databricks refuses, without those for whom that is over', async () => {
    const old = use({ reasonCode: 'ip_access_list', connections: 5 });
    const refused = { ...old, retryAtMs: 9_000_000, connections: 2 };
    const accepted = use({ acceptedAtMs: 2_000_000 });
    const facts = await factsOf(refused, old, accepted);
    expect(facts.refused).toEqual([
      {
        issuer: 'https://one.example.com',
        reason: 'ip_access_list',
        connections: 2,
      },
    ]);
    expect((await factsOf(refused, old)).refused).toMatchObject([
      { connections: 7 },
    ]);
    expect(facts.connections).toEqual(new Map([['default', 8]]));
  });
});
