import { signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { choosePerson, expect, test } from './portal';
import { startSignIn } from './startSignIn';

test('A sign-in that Bob started cannot be finished in the browser of Alice, and still in his', async ({
  asAlice,
  asBob,
  portal,
}) => {
  const [, { calls }] = portal.simulators;
  const started = await startSignIn(portal, 'bob', 'company-reports');
  // Her browser has a cookie of a sign-in too.
  const fabricsOfAlice = new FabricsPage(asAlice);
  const rowOfAlice = fabricsOfAlice.row('Company reports');
  const popupOfAlice = await fabricsOfAlice.openWindow(rowOfAlice);
  const tokenCalls = calls.token;

  const lured = await asAlice.context().newPage();
  await lured.goto(started.authorizationUrl);
  const callback = lured.waitForResponse(/oauthredirect/);
  await signInAs(lured, 'Ada Lovelace');
  expect((await callback).status()).toBe(400);
  await expect(lured.getByText(/started in another browser/)).toBeVisible();
  expect(calls.token).toBe(tokenCalls);
  expect(await portal.connections('alice')).toEqual([]);
  expect(await portal.connections('bob')).toEqual([]);
  expect(await started.status()).toBe('pending');

  await started.bindTo(asBob.context());
  const own = await asBob.context().newPage();
  await own.goto(started.authorizationUrl);
  await signInAs(own, 'Grace Hopper');
  await expect.poll(() => started.status()).toBe('succeeded');
  expect(calls.token).toBe(tokenCalls + 1);
  expect(await portal.connections('bob')).toMatchObject([
    { databricksUser: { userName: 'grace@example.com' } },
  ]);

  await signInAs(popupOfAlice, 'Ada Lovelace');
  await expect(rowOfAlice).toContainText('Ada Lovelace');
  await asBob.reload();
  await expect(new FabricsPage(asBob).row('Company reports')).toContainText(
    'Grace Hopper, not you',
  );
  await expect(asBob.getByText('Ada Lovelace')).toBeHidden();
});

test('Bob takes over the tab in which Alice is signing in, and sees nothing of hers', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const production = fabrics.tile('Production');
  const popup = await fabrics.openWindow(production);
  await page.goto('/settings/general');
  await page.getByTestId('user-settings-menu').click();
  await page.getByRole('menuitem', { name: 'Sign Out' }).click();
  const asked: string[] = [];
  page.on('request', request => {
    asked.push(new URL(request.url()).pathname);
  });
  await choosePerson(page, 'bob');
  await fabrics.open();
  await expect(fabrics.connectButton(production)).toBeEnabled();

  await signInAs(popup, 'Ada Lovelace');
  await expect
    .poll(() => portal.connections('alice'))
    .toMatchObject([{ databricksUser: { userName: 'ada@example.com' } }]);
  expect(await portal.connections('bob')).toEqual([]);

  for (const visit of ['before a reload', 'after it']) {
    await expect(production, visit).toContainText('Not connected');
    await expect(fabrics.connectButton(production), visit).toBeEnabled();
    await expect(page.getByText('Ada Lovelace'), visit).toBeHidden();
    await expect(fabrics.dialog.root, visit).toBeHidden();
    await page.reload();
  }
  expect(asked).toContain('/api/databricks/fabrics');
  expect(asked.filter(path => path.includes('/sign-ins'))).toEqual([]);
  const kept = await page.evaluate(() =>
    Object.keys({ ...window.sessionStorage, ...window.localStorage }),
  );
  expect(kept.filter(key => key.includes('sign-in'))).toEqual([
    'databricks.sign-ins.user:default/alice',
  ]);
});
