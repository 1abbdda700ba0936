import { createHash } from 'node:crypto';
import { runInNewContext } from 'node:vm';
import { CallbackResult, refusedCallback } from './CallbackResult';
import { callbackPage } from './callbackPage';

const APP = 'https://portal.example.com/backstage';
const NASTY = `"><img src=x onerror=alert(1)>'&<script>`;

function result(options: Partial<CallbackResult> = {}): CallbackResult {
  return {
    signIn: { id: 'the-id', display: 'popup' },
    end: { status: 'succeeded' },
    ...options,
  };
}

describe('The callback page', () => {
  it('runs its one script and loads nothing', () => {
    const { html, headers } = callbackPage(result(), APP);
    const [, script] = /<script>([^]*?)<\/script>/.exec(html)!;
    const [, style] = /<style>([^]*?)<\/style>/.exec(html)!;
    expect(style).toContain(':root { color-scheme: light dark;');
    const hash = (text: string) =>
      createHash('sha256').update(text).digest('base64');
    expect(headers).toEqual({
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': `default-src 'none'; script-src 'sha256-${hash(
        script,
      )}'; style-src 'sha256-${hash(
        style,
      )}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      'X-Frame-Options': 'DENY',
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    });
    expect(html.match(/<script/g)).toHaveLength(1);
    expect(html).not.toMatch(/\son\w+=|<(img|iframe|link|object|base)|src=/i);
  });

  it('tells the portal, and only the portal, id and status', () => {
    const { html } = callbackPage(result(), APP);
    expect(html).toContain(
      '<body data-origin="https://portal.example.com" data-sign-in="the-id" data-display="popup" data-status="succeeded" data-portal="https://portal.example.com/backstage/">',
    );
    const calls = sandbox(html, { opener: true });
    expect(calls).toEqual([
      ['replaceState', null, '', '/api/databricks/oauthredirect'],
      [
        'postMessage',
        { type: 'databricks-sign-in', id: 'the-id', status: 'succeeded' },
        'https://portal.example.com',
      ],
      ['close'],
    ]);
  });

  it('goes back to where Connect was pressed when it fills the window', () => {
    const { html } = callbackPage(
      result({
        signIn: { id: 'the-id', display: 'page', returnTo: '/databricks?a=b' },
        end: { status: 'failed', error: 'databricks_unavailable' },
      }),
      APP,
    );
    expect(sandbox(html, { opener: false })).toEqual([
      ['replaceState', null, '', '/api/databricks/oauthredirect'],
      ['replace', 'https://portal.example.com/backstage/databricks?a=b'],
    ]);
  });

  it.each([
    `/${NASTY}`,
    '/@evil.example.com',
    '/..//evil.example.com',
    '/\t/evil.example.com',
    '/%5cevil.example.com',
  ])('stays on the portal with the path %s', returnTo => {
    const { html } = callbackPage(
      result({ signIn: { id: 'the-id', display: 'page', returnTo } }),
      APP,
    );
    const [, portal] = /data-portal="([^"]*)"/.exec(html)!;
    expect(new URL(unescaped(portal)).origin).toBe(
      'https://portal.example.com',
    );
    expect(html).not.toContain('<img');
    expect(html.match(/<script/g)).toHaveLength(1);
  });

  it('names no sign-in that was refused, and says nothing to anybody', () => {
    const { html } = callbackPage(
      {
        refused: 'other_browser',
        end: { status: 'failed', error: 'authorization_failed' },
        audited: {
          id: 'of-somebody-else',
          userEntityRef: 'user:default/mallory',
          fabric: 'hers',
          issuer: 'https://hers.example.com',
          appConnection: 'hers',
        },
      },
      APP,
    );
    expect(html).not.toMatch(/of-somebody-else|mallory|hers\b/);
    expect(sandbox(html, { opener: true })).toEqual([
      ['replaceState', null, '', '/api/databricks/oauthredirect'],
    ]);
  });

  it('says what came of the sign-in, and what to do', () => {
    const told = (changes: Partial<CallbackResult>) => {
      const { html } = callbackPage(result(changes), APP);
      const [, title] = /<title>(.*)<\/title>/.exec(html)!;
      expect(html).toContain(`<h1>${title}</h1>`);
      const [, message] = /<p role="status">(.*)<\/p>/.exec(html)!;
      return [title, unescaped(message)];
    };
    expect(told({})).toEqual([
      'Connected to Databricks',
      'You can close this window and go on in the portal.',
    ]);
    expect(
      told({
        end: {
          status: 'failed',
          error: 'databricks_refused',
          reason: 'ip_access_list',
        },
      }),
    ).toEqual([
      'Not connected',
      "You signed in, and then: Databricks refuses the network address of this portal's backend: an IP access list of the workspace or account does not have it. An admin of Databricks can add it.",
    ]);
    expect(told({ end: { status: 'expired' } })).toEqual([
      'Not connected',
      'This sign-in was cancelled in the portal before it was finished. Nothing was stored. To connect, start again from the portal.',
    ]);
    expect(told(refusedCallback('other_browser'))).toEqual([
      'Not connected',
      'This sign-in was started in another browser or more than ten minutes ago, or its cookie is gone. Start it again from the portal, in this browser.',
    ]);
    expect(told(refusedCallback('limited'))).toEqual([
      'Not connected',
      'Too many attempts in the last minute. Wait a minute, and start again from the portal.',
    ]);
    for (const refused of ['replayed', 'expired', 'malformed'] as const) {
      expect(told(refusedCallback(refused))).toEqual([
        'Not connected',
        'The sign-in could not be completed. Start it again from the portal, in the same browser.',
      ]);
    }
  });

  it('leads to the portal itself where the stored path leads elsewhere, and where there is none', () => {
    const portalOf = (returnTo?: string) => {
      const signIn = { id: 'the-id', display: 'page' as const, returnTo };
      const { html } = callbackPage(result({ signIn }), APP);
      const [, portal] = /data-portal="([^"]*)"/.exec(html)!;
      expect(html).toContain(
        `<p><a href="${portal}">Back to the portal</a></p>`,
      );
      return unescaped(portal);
    };
    expect(portalOf()).toBe(`${APP}/`);
    expect(portalOf('/databricks')).toBe(`${APP}/databricks`);
    // What is stored was checked at the start: only who writes to the database can bring this
    const { html } = callbackPage(
      result({
        signIn: { id: 'i', display: 'page', returnTo: '.evil.example.com/' },
      }),
      'https://portal.example.com',
    );
    expect(html).toContain('data-portal="https://portal.example.com/"');
  });

  it('links nowhere and tells nobody where the portal’s address is not known', () => {
    const { html } = callbackPage(result(), undefined);
    expect(html).toContain(
      '<body data-sign-in="the-id" data-display="popup" data-status="succeeded">',
    );
    expect(html).toContain('in the portal.</p>\n\n</main>');
    expect(html).not.toContain('<a ');
    expect(sandbox(html, { opener: true })).toEqual([
      ['replaceState', null, '', '/api/databricks/oauthredirect'],
      ['close'],
    ]);
  });
});

/** Runs the page's script with stand-ins for what it may touch, and returns what it did. */
function sandbox(html: string, options: { opener: boolean }): unknown[] {
  const calls: unknown[] = [];
  const note =
    (name: string) =>
    (...args: unknown[]) =>
      calls.push([name, ...args]);
  const [, attributes] = /<body ([^>]*)>/.exec(html)!;
  const dataset = Object.fromEntries(
    [...attributes.matchAll(/data-([\w-]+)="([^"]*)"/g)].map(
      ([, name, value]) => [
        name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase()),
        unescaped(value),
      ],
    ),
  );
  const [, script] = /<script>([^]*?)<\/script>/.exec(html)!;
  runInNewContext(script, {
    document: { body: { dataset } },
    window: {
      opener: options.opener ? { postMessage: note('postMessage') } : null,
      close: note('close'),
    },
    history: { replaceState: note('replaceState') },
    location: {
      pathname: '/api/databricks/oauthredirect',
      replace: note('replace'),
    },
  });
  return calls;
}

function unescaped(text: string): string {
  return text.replace(/&#(\d+);/g, (_, code) =>
    String.fromCharCode(Number(code)),
  );
}
