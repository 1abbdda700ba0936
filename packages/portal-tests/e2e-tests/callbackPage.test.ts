import { signInAs as signInByRequest } from '@backstage-databricks/databricks-simulator';
import type { Page } from '@playwright/test';
import { signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';
import { startSignIn } from './startSignIn';

declare global {
  interface Window {
    /** What a page of a test was told by other windows. */
    messages: { origin: string; data: unknown }[];
  }
}

function keepMessages(): void {
  window.messages = [];
  window.addEventListener('message', ({ origin, data }) =>
    window.messages.push({ origin, data }),
  );
}

/** Where a page has been. */
async function addressesOf(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  return entries.map(entry => entry.url);
}

const SCRIPT_SCHEME = 'javascript';

const INJECTIONS = {
  error: '<script>alert(1)</script>',
  error_description: '"><img src=x onerror=alert(2)>',
  error_uri: `${SCRIPT_SCHEME}:alert(3)`,
};

test('Nothing of what an error says gets into the page', async ({
  asAlice: page,
  portal,
}) => {
  const dialogs: string[] = [];
  page.context().on('dialog', dialog => {
    dialogs.push(dialog.message());
    dialog.dismiss();
  });
  portal.simulators[0].faults.next('authorize', {
    kind: 'callback',
    parameters: { ...INJECTIONS, code: undefined },
  });
  const fabrics = new FabricsPage(page);
  const popup = await fabrics.openWindow(fabrics.tile('Development'));
  const [callback] = await Promise.all([
    page
      .context()
      .waitForEvent('response', it => it.url().includes('oauthredirect')),
    signInAs(popup, 'Ada Lovelace'),
  ]);
  expect(callback.status()).toBe(400);
  expect(new URL(callback.url()).searchParams.get('error')).toBe(
    INJECTIONS.error,
  );
  await expect(fabrics.dialog.button('Close')).toBeVisible();
  await expect(fabrics.dialog.root).not.toContainText(/alert|onerror|<script/);

  // One that is refused stays open.
  const refused = new URL('/api/databricks/oauthredirect', portal.backend.url);
  refused.search = new URLSearchParams({
    ...INJECTIONS,
    state: '"><script>alert(4)</script>',
  }).toString();
  const response = await page.goto(refused.href);
  expect(response?.status()).toBe(400);
  await expect(
    page.getByRole('heading', { name: 'Not connected' }),
  ).toBeVisible();
  expect(await response?.text()).not.toMatch(/alert|onerror|javascript/);
  await expect(page.locator('script, img')).toHaveCount(1);
  expect(dialogs).toEqual([]);
});

test('The history keeps no code, and the way back to the portal tells it nobody', async ({
  context,
  portal,
}) => {
  const page = await context.newPage();
  const requests: { url: string; referer?: string }[] = [];
  page.on('request', request =>
    requests.push({ url: request.url(), referer: request.headers().referer }),
  );
  const callback = `${portal.backend.url}/api/databricks/oauthredirect`;
  await page.goto(`${callback}?code=a-code&state=a-state`);
  await expect(
    page.getByRole('heading', { name: 'Not connected' }),
  ).toBeVisible();
  await expect(page).toHaveURL(callback);
  expect(await addressesOf(page)).toContain(callback);
  expect(requests.map(request => request.url)).toEqual([
    `${callback}?code=a-code&state=a-state`,
  ]);

  await page.getByRole('link', { name: 'Back to the portal' }).click();
  await expect(page.getByRole('button', { name: /Alice/ })).toBeVisible();
  expect(requests[1]).toEqual({ url: `${portal.url}/`, referer: undefined });
  await page.goBack();
  expect((await addressesOf(page)).join(' ')).not.toContain('code=');
});

test('The portal is told the id and the status of a sign-in, and nothing more', async ({
  asAlice: page,
  portal,
}) => {
  await page.addInitScript(keepMessages);
  const fabrics = new FabricsPage(page);
  await fabrics.open();
  const development = fabrics.tile('Development');
  const [popup, started] = await Promise.all([
    fabrics.openWindow(development),
    page.waitForResponse(/\/sign-ins$/),
  ]);
  const { id } = await started.json();
  await signInAs(popup, 'Ada Lovelace');
  await expect(development).toContainText('Connected as Ada Lovelace');
  const messages = await page.evaluate(() => window.messages);
  expect(
    messages.filter(({ origin }) => origin === portal.backend.url),
  ).toEqual([
    {
      origin: portal.backend.url,
      data: { type: 'databricks-sign-in', id, status: 'succeeded' },
    },
  ]);
});

test('A foreign page that opens the sign-in of Alice is told nothing', async ({
  asAlice,
  portal,
}) => {
  const context = asAlice.context();
  await context.route('http://evil.test/', route =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Evil</h1>' }),
  );
  const evil = await context.newPage();
  await evil.addInitScript(keepMessages);
  await evil.goto('http://evil.test/');
  const started = await startSignIn(portal, 'alice', 'analytics-dev');
  await started.bindTo(context);
  const [popup] = await Promise.all([
    evil.waitForEvent('popup'),
    evil.evaluate(url => {
      window.open(url);
    }, started.authorizationUrl),
  ]);
  await expect(
    popup.getByRole('button', { name: /Ada Lovelace/ }),
  ).toBeVisible();
  expect(await popup.evaluate(() => window.opener !== null)).toBe(true);
  await popup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect.poll(() => popup.isClosed()).toBe(true);
  expect(await started.status()).toBe('succeeded');

  // What the window sent before it closed has arrived when this has.
  await evil.evaluate(() => window.postMessage('last', '*'));
  await expect
    .poll(() => evil.evaluate(() => window.messages.map(it => it.data)))
    .toEqual(['last']);
});

test('A callback that is loaded as an image, in a frame or by a script changes nothing', async ({
  asAlice: page,
  portal,
}) => {
  const [{ calls }] = portal.simulators;
  const started = await startSignIn(portal, 'alice', 'analytics-dev');
  await started.bindTo(page.context());
  const callback = await signInByRequest(
    started.authorizationUrl,
    'ada@example.com',
  );
  const tokenCalls = calls.token;
  const refusals = () =>
    portal.logs().match(/GET \/api\/databricks\/oauthredirect\S* .* 400/g) ??
    [];
  const refusalsBefore = refusals().length;

  await page.evaluate(async url => {
    const image = document.createElement('img');
    const frame = document.createElement('iframe');
    for (const element of [image, frame]) {
      element.src = url;
      document.body.append(element);
    }
    await fetch(url, { mode: 'no-cors', credentials: 'include' });
  }, callback);
  await expect.poll(() => refusals().length - refusalsBefore).toBe(3);
  expect(calls.token).toBe(tokenCalls);
  expect(await started.status()).toBe('pending');

  const finished = await page.context().newPage();
  await finished.goto(callback);
  await expect.poll(() => started.status()).toBe('succeeded');
});
