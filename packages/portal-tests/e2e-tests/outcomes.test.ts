import { openWindow, signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { expect, openTabAs, test } from './portal';

const ADA = 'Connected as Ada Lovelace';

test('Alice denies access, is told so, and may try again', async ({
  asAlice: page,
  portal,
}) => {
  const { calls } = portal.simulators[0];
  const tokenCalls = calls.token;
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  const popup = await fabrics.openWindow(development);
  await popup.getByRole('button', { name: 'Deny access' }).click();

  await expect(dialog.text('Databricks did not allow it')).toBeVisible();
  await expect.poll(() => popup.isClosed()).toBe(true);
  expect(calls.token).toBe(tokenCalls);
  expect(await portal.connections('alice')).toEqual([]);
  await dialog.button('Close').click();
  await expect(development).toContainText('Not connected');

  const second = await fabrics.openWindow(development);
  await second.getByRole('button', { name: 'Deny access' }).click();
  const third = await openWindow(dialog.button('Try again'));
  await signInAs(third, 'Ada Lovelace');
  await expect(development).toContainText(ADA);
  await expect(dialog.root).toBeHidden();
});

test('Databricks does not answer: Alice is told that it is not her account, and tries again', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  portal.simulators[0].faults.next('token', { kind: 'status', status: 503 }, 5);
  await signInAs(await fabrics.openWindow(development), 'Ada Lovelace');
  await expect(dialog.text('Databricks could not be reached.')).toBeVisible();
  await expect(dialog.text(/Nothing is wrong with your account/)).toBeVisible();
  await expect(dialog.text(/503/)).toBeHidden();
  expect(await portal.connections('alice')).toEqual([]);

  portal.simulators[0].faults.clear();
  const again = await openWindow(dialog.button('Try again'));
  await signInAs(again, 'Ada Lovelace');
  await expect(development).toContainText(ADA);
});

test('Alice takes longer than the portal remembers a sign-in, is told so, and tries again', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  await fabrics.openWindow(development);
  await expect(dialog.text('Finish signing in at Databricks')).toBeVisible();
  await portal.forgetSignIns();
  await expect(dialog.text('That took too long')).toBeVisible();

  const again = await openWindow(dialog.button('Try again'));
  await signInAs(again, 'Ada Lovelace');
  await expect(development).toContainText(ADA);
});

test('Alice closes the window: the dialog notices, and she opens it again', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  const closed = await fabrics.openWindow(development);
  const address = closed.url();
  await closed.close();
  await expect(dialog.button('Open again')).toBeVisible();

  // A window that looks closed may be open elsewhere: its outcome still arrives.
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(address);
  await signInAs(elsewhere, 'Ada Lovelace');
  await expect(development).toContainText(ADA);
  await fabrics.disconnect('Development');

  await (await fabrics.openWindow(development)).close();
  const again = await openWindow(dialog.button('Open again'));
  await signInAs(again, 'Ada Lovelace');
  await expect(development).toContainText(ADA);
});

test('Pop-up windows are blocked: Alice signs in on the whole page and is back where she was, with the outcome', async ({
  asAlice: page,
}) => {
  // What a browser does that blocks a window.
  await page.addInitScript(() => {
    const { open } = window;
    window.open = (url, target, features) =>
      target === '_blank' ? null : open.call(window, url, target, features);
  });
  const address = '/databricks/fabrics?from=a-mail';
  await page.goto(address);
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const studio = fabrics.row('Orders studio');

  await fabrics.connectButton(studio).click();
  await expect(dialog.text('Your browser blocked the window')).toBeVisible();
  await dialog.button('Continue in this tab').click();
  await page.getByRole('button', { name: 'Deny access' }).click();
  await expect(page).toHaveURL(address);
  await expect(dialog.text('Databricks did not allow it')).toBeVisible();

  await dialog.button('Try again').click();
  await dialog.button('Continue in this tab').click();
  await signInAs(page, 'Ada Lovelace');
  await expect(page).toHaveURL(address);
  await expect(fabrics.tile('Development')).toContainText(ADA);
  await expect(
    page.getByText(/^Connected to Development as Ada Lovelace/),
  ).toBeVisible();

  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  const addresses = entries.map(entry => entry.url);
  expect(addresses.filter(it => it.endsWith(address)).length).toBeGreaterThan(
    1,
  );
  expect(addresses.filter(it => /[?&](code|error)=/.test(it))).toEqual([]);
});

test('Two tabs sign in at two workspaces at once, know of each other, and do not disturb each other', async ({
  asAlice: first,
  portal,
}) => {
  const second = await openTabAs(first.context(), 'alice');
  const [firstFabrics, secondFabrics] = [first, second].map(
    page => new FabricsPage(page),
  );
  const firstPopup = await firstFabrics.openWindow(
    firstFabrics.tile('Development'),
  );
  await expect(secondFabrics.tile('Development')).toContainText(
    'Waiting for Databricks',
  );
  const secondPopup = await secondFabrics.openWindow(
    secondFabrics.tile('Production'),
  );
  const bindings = (await first.context().cookies(portal.backend.url)).filter(
    cookie => cookie.name.startsWith('databricks-sign-in-'),
  );
  expect(bindings).toHaveLength(2);

  await signInAs(secondPopup, 'Ada Lovelace');
  await expect(secondFabrics.tile('Production')).toContainText(ADA);
  await expect(
    firstFabrics.dialog.text('Finish signing in at Databricks'),
  ).toBeVisible();

  await signInAs(firstPopup, 'Ada Lovelace');
  for (const fabrics of [firstFabrics, secondFabrics]) {
    for (const workspace of ['Development', 'Production']) {
      await expect(fabrics.tile(workspace)).toContainText(ADA);
    }
    await expect(fabrics.dialog.root).toBeHidden();
  }
  expect(await portal.connections('alice')).toHaveLength(2);
});
