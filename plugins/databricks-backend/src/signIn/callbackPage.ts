import { createHash } from 'node:crypto';
import { SignInMessage } from '@backstage-databricks/plugin-databricks-common';
import { CallbackResult } from './CallbackResult';
import { signInMessage } from './signInMessage';

/** A page and the headers that it needs. */
type Page = { html: string; headers: Record<string, string> };

/**
 * The scripts are constants, so that their hashes stand for them in the policy. What they need to know is in the data
 * attributes of the body.
 */
const SCRIPT = `(function () {
  var data = document.body.dataset;
  history.replaceState(null, '', location.pathname);
  if (data.origin && data.signIn && window.opener) {
    window.opener.postMessage(
      { type: 'databricks-sign-in', id: data.signIn, status: data.status },
      data.origin
    );
  }
  if (data.display === 'popup') {
    window.close();
  }
  if (data.display === 'page' && data.portal) {
    location.replace(data.portal);
  }
})();`;

const STYLE = `
:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
a { color: inherit; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; }
main { max-width: 30rem; padding: 1.5rem; }
h1 { font-size: 1.25rem; margin: 0 0 0.5rem; }
p { margin: 0 0 1rem; line-height: 1.5; }
`;

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Security-Policy': [
    `default-src 'none'`,
    `script-src 'sha256-${sha256(SCRIPT)}'`,
    `style-src 'sha256-${sha256(STYLE)}'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; '),
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
};

/**
 * What the browser shows after Databricks. A popup closes. A page goes back to where Connect was pressed, also after a
 * failure, which the card there explains. Nothing on the page comes from the request.
 *
 * @param appBaseUrl - `app.baseUrl`; without it no window is told and nothing is linked
 */
export function callbackPage(
  result: CallbackResult,
  appBaseUrl: string | undefined,
): Page {
  const { signIn, end } = result;
  const portal = appBaseUrl && portalUrl(appBaseUrl, signIn?.returnTo);
  const [title, message] =
    end.status === 'succeeded'
      ? [
          'Connected to Databricks',
          'You can close this window and go on in the portal.',
        ]
      : ['Not connected', messageOf(result.refused, end)];
  const data = {
    origin: appBaseUrl && new URL(appBaseUrl).origin,
    'sign-in': signIn?.id satisfies SignInMessage['id'] | undefined,
    display: signIn?.display,
    status: end.status satisfies SignInMessage['status'],
    portal,
  };
  return {
    headers: HEADERS,
    html: `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body ${attributes(data)}>
<main>
<h1>${escapeHtml(title)}</h1>
<p role="status">${escapeHtml(message)}</p>
${portal ? `<p><a href="${escapeHtml(portal)}">Back to the portal</a></p>` : ''}
</main>
<script>${SCRIPT}</script>
</body>
</html>
`,
  };
}

function messageOf(
  refused: CallbackResult['refused'],
  end: Exclude<CallbackResult['end'], { status: 'succeeded' }>,
): string {
  if (refused === 'other_browser') {
    return 'This sign-in was started in another browser or more than ten minutes ago, or its cookie is gone. Start it again from the portal, in this browser.';
  }
  if (refused === 'limited') {
    return 'Too many attempts in the last minute. Wait a minute, and start again from the portal.';
  }
  if (end.status === 'expired') {
    return 'This sign-in was cancelled in the portal before it was finished. Nothing was stored. To connect, start again from the portal.';
  }
  return signInMessage(end.error, end.reason);
}

/** The stored path below `app.baseUrl`; it was checked when the sign-in was started. */
function portalUrl(appBaseUrl: string, returnTo: string | undefined): string {
  const base = new URL(appBaseUrl);
  const url = new URL(`${appBaseUrl}${returnTo ?? '/'}`);
  return url.origin === base.origin ? url.toString() : base.toString();
}

function attributes(data: Record<string, string | undefined>): string {
  return Object.entries(data)
    .map(([name, value]) => value && `data-${name}="${escapeHtml(value)}"`)
    .filter(Boolean)
    .join(' ');
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
