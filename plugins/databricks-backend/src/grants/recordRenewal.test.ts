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
});
