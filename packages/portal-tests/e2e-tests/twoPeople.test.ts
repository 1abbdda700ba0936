import { FabricCard } from './FabricCard';
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
  const aliceCard = new FabricCard(asAlice, 'Company reports');
  const alicePopup = await aliceCard.openWindow();
  const tokenCalls = calls.token;

  const lured = await asAlice.context().newPage();
  await lured.goto(started.authorizationUrl);
  const callback = lured.waitForResponse(/oauthredirect/);
  await lured.getByRole('button', { name: /Ada Lovelace/ }).click();
  expect((await callback).status()).toBe(400);
  await expect(lured.getByText(/started in another browser/)).toBeVisible();
  expect(calls.token).toBe(tokenCalls);
  expect(await portal.connections('alice')).toEqual([]);
  expect(await portal.connections('bob')).toEqual([]);
  expect(await started.status()).toBe('pending');

  await started.bindTo(asBob.context());
  const own = await asBob.context().newPage();
  await own.goto(started.authorizationUrl);
  await own.getByRole('button', { name: /Grace Hopper/ }).click();
  await expect.poll(() => started.status()).toBe('succeeded');
  expect(calls.token).toBe(tokenCalls + 1);
  expect(await portal.connections('bob')).toMatchObject([
    { databricksUser: { userName: 'grace@example.com' } },
  ]);

  await alicePopup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(aliceCard.text(/^Connected as Ada Lovelace/)).toBeVisible();
  await asBob.reload();
  await expect(
    new FabricCard(asBob, 'Company reports').text(/^Connected as Grace Hopper/),
  ).toBeVisible();
  await expect(asBob.getByText('Ada Lovelace')).toBeHidden();
});

test('Bob takes over the tab in which Alice is signing in, and sees nothing of hers', async ({
  asAlice: page,
  portal,
}) => {
  const card = new FabricCard(page, 'Company reports');
  const popup = await card.openWindow();
  await page.goto('/settings/general');
  await page.getByTestId('user-settings-menu').click();
  await page.getByRole('menuitem', { name: 'Sign Out' }).click();
  const asked: string[] = [];
  page.on('request', request => {
    asked.push(new URL(request.url()).pathname);
  });
  await choosePerson(page, 'bob');
  await page.goto('/databricks');
  await expect(card.button('Connect')).toBeEnabled();

  await popup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect
    .poll(() => portal.connections('alice'))
    .toMatchObject([{ databricksUser: { userName: 'ada@example.com' } }]);
  expect(await portal.connections('bob')).toEqual([]);

  for (const visit of ['before a reload', 'after it']) {
    await expect(card.text('Not connected'), visit).toBeVisible();
    await expect(card.button('Connect'), visit).toBeEnabled();
    await expect(page.getByText('Ada Lovelace'), visit).toBeHidden();
    await expect(card.text('Connecting did not work'), visit).toBeHidden();
    await page.reload();
  }
  expect(asked).toContain('/api/databricks/fabrics');
  expect(asked.filter(path => path.includes('/sign-ins'))).toEqual([]);
  expect(
    await page.evaluate(() => JSON.stringify(window.sessionStorage)),
  ).not.toContain('sign-in');
});
