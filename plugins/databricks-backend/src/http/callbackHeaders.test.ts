import { RealPortal, startRealPortal } from '../__testUtils__/startRealPortal';

jest.setTimeout(60_000);

/** As the page sets them, and not as Backstage does, whose policy would allow scripts of its own origin and eval. */
const HEADERS = {
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'$/,
  ),
  'content-type': 'text/html; charset=utf-8',
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
};

describe('The callback page of a real backend', () => {
  let portal: RealPortal;

  beforeAll(async () => {
    portal = await startRealPortal();
  });

  afterAll(() => portal.stop());

  it.each(['analytics-dev', 'studio'])(
    'has its own headers instead of Backstage’s, when it succeeds and when it fails: %s',
    async fabric => {
      const { callback, cookie } = await portal.signInUpToCallback(
        'user:default/alice',
        fabric,
      );
      for (const status of [200, 400]) {
        const page = await fetch(callback, { headers: { cookie } });
        expect(page.status).toBe(status);
        expect(Object.fromEntries(page.headers)).toMatchObject(HEADERS);
      }
    },
  );
});
