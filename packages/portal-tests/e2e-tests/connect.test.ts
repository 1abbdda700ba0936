import { createHash } from 'node:crypto';
import { LeakOracle } from '../src/leaks/LeakOracle';
import { containsVerifier } from './containsVerifier';
import { signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';
import { screenshotFolder, takeScreenshots } from './takeScreenshots';

// A long way through the portal, on machines that may be busy
test.describe.configure({ timeout: 180_000 });

test('Alice connects once, and stays connected until she disconnects', async ({
  asAlice: page,
  asBob,
  portal,
}, testInfo) => {
  const folder = screenshotFolder(testInfo);
  const fabrics = new FabricsPage(page);
  const development = fabrics.tile('Development');
  await fabrics.open();
  await expect(development).toContainText('Not connected');
  await takeScreenshots(page, { folder, name: 'fabrics' });

  const popup = await fabrics.openWindow(development);
  await signInAs(popup, 'Ada Lovelace');
  await expect(development).toContainText('Connected as Ada Lovelace');
  await expect.poll(() => popup.isClosed()).toBe(true);
  await takeScreenshots(page, { folder, name: 'fabrics-connected' });

  // One connection serves every fabric of its workspace, and no other.
  await expect(fabrics.row('Orders studio')).toContainText('Ada Lovelace');
  await expect(fabrics.row('Analytics (prod)')).toContainText('Not connected');

  const fabricsOfBob = new FabricsPage(asBob);
  await fabricsOfBob.open();
  await expect(fabricsOfBob.row('Company reports')).toBeVisible();
  await expect(asBob.getByText('Ada Lovelace')).toBeHidden();

  await portal.restartBackend();
  await page.reload();
  await expect(development).toContainText('Connected as Ada Lovelace');

  await fabrics.disconnect('Development');
  await page.reload();
  await expect(development).toContainText('Not connected');
  await expect(page.getByText('Ada Lovelace')).toBeHidden();
});

test('Nothing secret of a connection is kept or shown in clear', async ({
  asAlice: page,
  portal,
}) => {
  const answers: Record<string, string> = {};
  page.context().on('response', async response => {
    if (response.url().startsWith(portal.backend.url)) {
      const { pathname } = new URL(response.url());
      answers[pathname] = await response.text().catch(() => '');
    }
  });
  const fabrics = new FabricsPage(page);
  await fabrics.open();
  const row = fabrics.row('Churn training');
  const [popup, started] = await Promise.all([
    fabrics.openWindow(row),
    page.waitForResponse(/\/api\/databricks\/sign-ins$/),
  ]);
  const { authorizationUrl } = await started.json();
  const { searchParams: asked } = new URL(authorizationUrl);
  const grace = popup.getByRole('button', { name: /Grace Hopper/ });
  await expect(grace).toBeVisible();
  const dumps = [await portal.databaseDump()];
  const callback = popup.waitForRequest(/oauthredirect|oauthCallback/);
  await grace.click();
  const { searchParams: answered } = new URL((await callback).url());
  await expect(row).toContainText('Grace Hopper, not you');
  dumps.push(await portal.databaseDump());

  const { tokens } = portal.simulators[0];
  const oracle = new LeakOracle();
  oracle.registerTokens(tokens);
  expect(oracle.names.length).toBeGreaterThanOrEqual(2);
  oracle.register('code', answered.get('code')!);
  const evidence = {
    databaseDump: dumps.join('\n'),
    logs: { backend: portal.logs() },
  };
  expect(evidence.databaseDump).toContain('grace@example.com');
  expect(Object.keys(answers)).toContain('/api/databricks/fabrics');
  expect(oracle.search({ ...evidence, texts: answers })).toEqual([]);

  // The browser has to know the state, the database and the log do not.
  oracle.register('state', asked.get('state')!);
  expect(oracle.search(evidence)).toEqual([]);
  const challenge = asked.get('code_challenge')!;
  expect(challenge).toHaveLength(43);
  for (const text of [
    evidence.databaseDump,
    evidence.logs.backend,
    ...Object.values(answers),
  ]) {
    expect(containsVerifier(text, challenge)).toBe(false);
  }
});

test('A verifier in clear would be found', () => {
  const verifier = `${'v'.repeat(20)}${'abc'.repeat(7)}-_`;
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  expect(containsVerifier(`a: x${verifier}y\n`, challenge)).toBe(true);
  expect(containsVerifier(`a: x${verifier.slice(1)}\n`, challenge)).toBe(false);
});
