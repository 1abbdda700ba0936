import { recordRenewal } from './recordRenewal';
import { RenewalEvent } from './TokenRenewal';

describe('A renewal, whoever wanted it', () => {
  const toldOf = (
    outcome: RenewalEvent['outcome'],
    kind: RenewalEvent['holder']['kind'] = 'user',
  ) => {
    const told: string[] = [];
    const holder = { kind, owner: 'user:default/alice' } as never;
    recordRenewal(
      { holder, outcome, durationMs: 1 },
      {
        audit: { note: async () => {} } as never,
        metrics: { refreshed: () => {} } as never,
        changeSignals: {
          connectionsOf: (users: string[]) => told.push(...users),
        } as never,
      },
    );
    return told;
  };

  it.each(['reconnect_required', 'databricks_refused'] as const)(
    'that ends in %s tells the pages of the user at once',
    outcome => {
      expect(toldOf(outcome)).toEqual(['user:default/alice']);
      expect(toldOf(outcome, 'servicePrincipal')).toEqual([]);
    },
  );

  it.each(['renewed', 'lost', 'databricks_unavailable'] as const)(
    'that ends in %s disturbs no page',
    outcome => expect(toldOf(outcome)).toEqual([]),
  );

  it.each([
    ['user', 'renewed', undefined],
    ['user', 'lost', undefined],
    ['servicePrincipal', 'databricks_unavailable', 'databricks_unavailable'],
  ] as const)(
    'of a %s that ends in %s is counted and audited',
    (kind, outcome, failure) => {
      const counted: unknown[] = [];
      const audited: unknown[] = [];
      recordRenewal(
        {
          holder: { kind, owner: 'owner', workspaceUrl: 'https://w' } as never,
          outcome,
          reasonCode: 'timeout',
          durationMs: 7,
        },
        {
          audit: {
            note: async (...event: unknown[]) => {
              audited.push(event);
              throw new Error('The auditor is away');
            },
          } as never,
          metrics: {
            refreshed: (...of: unknown[]) => counted.push(of),
          } as never,
          changeSignals: { connectionsOf: () => {} } as never,
        },
      );
      expect(counted).toEqual([[outcome, 7]]);
      expect(audited).toEqual([
        [
          'connection-refresh',
          {
            severityLevel: 'low',
            meta: {
              identity: kind,
              [kind === 'user' ? 'user' : 'fabric']: 'owner',
              workspace: 'https://w',
              outcome,
              reason: 'timeout',
            },
            failure,
          },
        ],
      ]);
    },
  );
});
