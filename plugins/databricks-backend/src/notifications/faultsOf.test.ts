import { Check } from '@backstage-databricks/plugin-databricks-common';
import { CANARY, readTestConfig } from '../config/__testUtils__/testConfig';
import { Sealer } from '../encryption/Sealer';
import { DefinitionSecrets } from '../settings/DefinitionSecrets';
import { mergeDefinitions } from '../settings/mergeDefinitions';
import { FaultFacts, faultsOf } from './faultsOf';

const NOW = Date.parse('2027-01-01T10:00:00Z');
const FABRIC = 'databricks.fabrics.analytics-dev';
const ENDS = `${FABRIC}.servicePrincipal.secretExpiresAt`;
const OWNER = ['group:default/analytics'];
const ADMINS = ['group:default/platform'];

type State = Partial<
  NonNullable<ReturnType<FaultFacts['servicePrincipals']['get']>>
>;

/** What is wrong with a valid configuration with some values changed. */
function faults(options: {
  config?: Record<string, unknown>;
  state?: State;
  health?: 'accepted' | 'rejected';
  checks?: Partial<Check>[];
  locked?: 'key_unavailable' | 'unreadable';
}) {
  const {
    config = {},
    state,
    health = 'accepted',
    checks = [],
    locked,
  } = options;
  const settings = readTestConfig(config);
  const secrets = new DefinitionSecrets({
    sealer: new Sealer(settings.encryption),
  });
  const merged = mergeDefinitions(settings, [], secrets);
  const lock = <T extends object>(it: T) => ({
    ...it,
    secretUnavailable: locked,
  });
  return faultsOf({
    settings: {
      appConnections: [{ name: 'default', title: 'Lakehouse', health }],
      checks: checks.map(it => ({
        id: 'origins',
        state: 'failed',
        message: 'It is broken. Mend it.',
        ...it,
      })),
    },
    snapshot: {
      ...merged,
      appConnections: new Map(
        [...merged.appConnections].map(([name, it]) => [name, lock(it)]),
      ),
      fabrics: new Map(
        [...merged.fabrics].map(([name, it]) => {
          const { servicePrincipal } = it;
          return [
            name,
            {
              ...it,
              servicePrincipal: servicePrincipal && lock(servicePrincipal),
            },
          ];
        }),
      ),
    },
    servicePrincipals: new Map([
      ['analytics-dev', { status: 'ready', unreachable: false, ...state }],
    ]),
    nowMs: NOW,
  });
}

describe('What is told', () => {
  it('is nothing where all is well', () => {
    const checks: Partial<Check>[] = [{ state: 'ok' }, { state: 'warning' }];
    expect(faults({ checks })).toEqual([]);
    expect(faults({ config: { [ENDS]: '2027-02-01' } })).toEqual([]);
  });

  it.each([
    ['2027-01-31', 'secret-30', 'ends in 30 days', 'normal'],
    ['2027-01-16', 'secret-30', 'ends in 15 days', 'normal'],
    ['2027-01-15', 'secret-14', 'ends in 14 days', 'normal'],
    ['2027-01-10', 'secret-14', 'ends in 9 days', 'normal'],
    ['2027-01-05', 'secret-14', 'ends in 4 days', 'normal'],
    ['2027-01-04', 'secret-3', 'ends in 3 days', 'high'],
    ['2027-01-03', 'secret-3', 'ends in 2 days', 'high'],
    ['2027-01-02', 'secret-1', 'ends in 1 day', 'high'],
    ['2027-01-01', 'secret-1', 'ends today', 'high'],
    ['2026-12-30', 'secret-1', 'has ended', 'high'],
  ])(
    'to the owner of a secret that ends on %s is %s',
    (date, level, end, severity) => {
      const line = { id: 'service-principal analytics-dev' };
      const config = { [ENDS]: date, [`${FABRIC}.title`]: 'Analytics' };
      expect(faults({ config, checks: [line] })).toEqual([
        {
          scope: 'databricks:service-principal:analytics-dev',
          level,
          recipients: OWNER,
          patienceMs: 0,
          notification: {
            title: `The secret of the service principal of Analytics ${end}`,
            description: expect.stringContaining('Make a new secret'),
            link: '/databricks/fabrics/analytics-dev?edit=service-principal:analytics-dev',
            severity,
            topic: 'service-principal',
          },
        },
      ]);
    },
  );

  it.each<[State, RegExp]>([
    [{ status: 'rejected' }, /client ID and secret: enter a new secret/],
    [{ status: 'rejected', reasonCode: 'scopes_rejected' }, /scopes/],
    [{ refusal: 'not_a_member' }, /not a member of this workspace/],
  ])('to the owner of a service principal with %j is why', (state, why) => {
    const line = { id: 'service-principal analytics-dev' };
    expect(faults({ state, checks: [line] })).toEqual([
      expect.objectContaining({
        scope: 'databricks:service-principal:analytics-dev',
        level: 'rejected',
        recipients: OWNER,
        patienceMs: 0,
        notification: expect.objectContaining({
          title: 'Databricks rejects the service principal of analytics-dev',
          description: expect.stringMatching(why),
          severity: 'high',
        }),
      }),
    ]);
  });

  it('of a secret that ends is nothing while Databricks rejects it anyway', () => {
    const config = { [ENDS]: '2027-01-10' };
    expect(
      faults({ config, state: { status: 'rejected' } }).map(
        ({ level, recipients }) => ({ level, recipients }),
      ),
    ).toEqual([
      { level: 'rejected', recipients: OWNER },
      { level: 'secret-14', recipients: [] },
    ]);
  });

  it.each([
    ["everybody's fabric is the admins'", '*', ADMINS, ADMINS],
    [
      "a fabric of everybody's in a portal of admins alone is nobody's",
      '*',
      ['*'],
      [],
    ],
    ["nobody's where there are no admins", '*', [], []],
    [
      "a person's is theirs, whoever administers",
      'user:default/alice',
      ['*'],
      ['user:default/alice'],
    ],
  ])('of %s', (_, owner, admins, recipients) => {
    const config = { [`${FABRIC}.owner`]: owner, 'databricks.admins': admins };
    const [fault] = faults({ config, state: { status: 'rejected' } });
    expect(fault).toMatchObject({ level: 'rejected', recipients });
  });

  it('to admins of an app connection that Databricks rejects is so at once, and not by its line too', () => {
    const checks = [{ id: 'app-connection' }];
    expect(faults({ health: 'rejected', checks })).toEqual([
      {
        scope: 'databricks:app-connection:default',
        level: 'rejected',
        recipients: ADMINS,
        patienceMs: 0,
        notification: {
          title: 'Databricks rejects the app connection Lakehouse',
          description: expect.stringContaining('Make a new secret'),
          link: '/databricks/settings/overview',
          severity: 'high',
          topic: 'administration',
        },
      },
    ]);
  });

  it('to admins is each red line that nobody else is told of, once it has stayed red', () => {
    const checks = [
      { id: 'encryption-keys', message: 'No key. Nothing is lost.' },
      { id: 'base-url', state: 'warning' as const },
      { id: 'service-principal analytics-dev' },
      { id: 'refused adb-1.7.azuredatabricks.net not_a_member' },
      { id: 'refused adb-1.7.azuredatabricks.net ip_access_list' },
    ];
    const told = faults({ checks });
    expect(told.map(it => it.scope)).toEqual([
      'databricks:check:encryption-keys',
      'databricks:check:service-principal analytics-dev',
      'databricks:check:refused adb-1.7.azuredatabricks.net ip_access_list',
    ]);
    expect(told[0]).toEqual({
      scope: 'databricks:check:encryption-keys',
      level: 'failed',
      recipients: ADMINS,
      patienceMs: 15 * 60_000,
      notification: {
        title: 'Databricks check failed: No key',
        description: 'Nothing is lost.',
        link: '/databricks/settings/overview',
        severity: 'high',
        topic: 'administration',
      },
    });
  });

  it.each([
    ['key_unavailable' as const, ['databricks:check:encryption-keys']],
    [
      'unreadable' as const,
      [
        'databricks:check:encryption-keys',
        'databricks:check:app-connection',
        'databricks:check:service-principal analytics-dev',
      ],
    ],
  ])(
    'of secrets that are %s is one fault of keys at most',
    (locked, scopes) => {
      const ids = [
        'encryption-keys',
        'app-connection',
        'service-principal analytics-dev',
      ];
      const checks = ids.map(it => ({ id: it }));
      expect(faults({ locked, checks }).map(it => it.scope)).toEqual(scopes);
    },
  );

  it('fits into what the notifications plugin keeps, and loses nothing', () => {
    const message = `${'many-fabrics, '.repeat(40)}name none. Mend it.`;
    const [fault] = faults({ checks: [{ id: 'x'.repeat(400), message }] });
    expect(fault.scope).toHaveLength(255);
    expect(fault.notification.title).toHaveLength(255);
    expect(fault.notification.description).toBe(message);
  });

  it('holds nothing secret', () => {
    const config = { [ENDS]: '2027-01-10' };
    for (const state of [{}, { status: 'rejected' as const }]) {
      const text = JSON.stringify(
        faults({ config, state, health: 'rejected' }),
      );
      expect(text).toContain('Lakehouse');
      expect(text).not.toMatch(new RegExp(`${CANARY}|9d1e|1b2c`));
    }
  });
});
