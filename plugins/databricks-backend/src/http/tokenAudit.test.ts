import { recordAudit } from '../__testUtils__/recordAudit';
import { RealPortal, startRealPortal } from '../__testUtils__/startRealPortal';

jest.setTimeout(60_000);

const ALICE = 'user:default/alice';

describe('The audit of tokens', () => {
  const audit = recordAudit();
  let portal: RealPortal;

  beforeAll(async () => {
    portal = await startRealPortal({
      consumers: {
        reports: { user: true, servicePrincipalOf: ['nightly'] },
        stranger: undefined,
      },
      features: [audit.feature],
    });
    await portal.connect(ALICE, 'analytics-dev');
  });

  beforeEach(() => {
    audit.records.length = 0;
  });

  afterAll(() => portal.stop());

  /** What was recorded of tokens, without the request, which only Backstage reads. */
  const recorded = () =>
    audit.records
      .filter(it => it.eventId === 'token-issue')
      .map(({ request, ...rest }) => rest);

  const ask = (plugin: string, as: string, fabric: string, purpose: string) =>
    portal.ask(plugin, ALICE, { as, fabric, purpose });

  it('names plugin, user, fabric, identity, expiry and fingerprint of each, and none of them', async () => {
    const ofAlice = await ask(
      'reports',
      'user',
      'analytics-dev',
      'interactive',
    );
    const ofNightly = await ask('reports', 'plugin', 'nightly', 'automation');
    const byAlice = await ask('reports', 'user', 'nightly', 'interactive');
    const event = { severityLevel: 'low', outcome: 'success' };
    const served = ({ body }: typeof ofAlice) => ({
      expiresAt: body.expiresAt,
      fingerprint: body.fingerprint,
    });
    expect(recorded()).toEqual([
      {
        eventId: 'token-issue',
        ...event,
        meta: {
          actor: 'reports',
          user: ALICE,
          fabric: 'analytics-dev',
          purpose: 'interactive',
          identity: 'user',
          name: 'ada@example.com',
          ...served(ofAlice),
        },
      },
      {
        eventId: 'token-issue',
        ...event,
        meta: {
          actor: 'reports',
          fabric: 'nightly',
          purpose: 'automation',
          identity: 'servicePrincipal',
          name: 'sp-nightly',
          ...served(ofNightly),
        },
      },
      {
        eventId: 'token-issue',
        ...event,
        meta: {
          actor: 'reports',
          user: ALICE,
          fabric: 'nightly',
          purpose: 'interactive',
          identity: 'servicePrincipal',
          name: 'sp-nightly',
          ...served(byAlice),
        },
      },
    ]);
    const text = JSON.stringify(recorded());
    for (const { body } of [ofAlice, ofNightly, byAlice]) {
      expect(body.accessToken).toMatch(/^eyJ/);
      expect(text).not.toContain(body.accessToken);
    }
  });

  it('names a plugin that is not listed, and whom it spoke for', async () => {
    await ask('stranger', 'user', 'analytics-dev', 'interactive');
    await ask('stranger', 'plugin', 'nightly', 'automation');
    expect(recorded()).toMatchObject([
      {
        outcome: 'fail',
        meta: { actor: 'stranger', user: ALICE, fabric: 'analytics-dev' },
      },
      { outcome: 'fail', meta: { actor: 'stranger', fabric: 'nightly' } },
    ]);
    expect(recorded()[1].meta).not.toHaveProperty('user');
  });
});
