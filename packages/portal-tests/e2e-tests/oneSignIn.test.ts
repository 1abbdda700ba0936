import { openWindow, signInAs } from './ConnectDialog';
import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { hearsSignals } from './hearsSignals';
import { expect, openTabAs, test } from './portal';
import { startSignIn } from './startSignIn';

const OF_DEVELOPMENT = ['Analytics (dev)', 'Churn training', 'Orders studio'];

test('One press on a tile connects: the tile and all rows of its workspace turn green, and a toast says so', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  const development = fabrics.tile('Development');
  await expect(fabrics.connectButton(development)).toHaveAccessibleName(
    'Connect to Development, serves 3 fabrics',
  );
  const popup = await fabrics.openWindow(development);
  await expect(
    fabrics.dialog.text('Finish signing in at Databricks'),
  ).toBeVisible();
  await expect(
    fabrics.dialog.text(/One sign-in serves all 3 fabrics of Development/),
  ).toBeVisible();
  await signInAs(popup, 'Ada Lovelace');

  await expect(fabrics.dialog.root).toBeHidden();
  await expect(
    page.getByText(
      'Connected to Development as Ada Lovelace. 3 fabrics are ready.',
    ),
  ).toBeVisible();
  await expect(development).toContainText('Connected as Ada Lovelace');
  await expect(development).toContainText(/About \d+ days left · 3 fabrics/);
  await expect(fabrics.connectButton(development)).toHaveCount(0);
  for (const title of OF_DEVELOPMENT) {
    await expect(fabrics.row(title)).toContainText('Ada Lovelace');
    await expect(fabrics.connectButton(fabrics.row(title))).toHaveCount(0);
  }
  await expect(fabrics.tile('Production')).toContainText('Not connected');
  await expect(fabrics.row('Company reports')).toContainText('Not connected');
  await expect(fabrics.row('Orders (nightly)')).toContainText(
    'No sign-in needed',
  );
});

test('Connecting in a row connects the tile too, and a Prophecy fabric is connected by the redirect URL of Prophecy', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  for (const [title, path] of [
    ['Orders studio', '/metadata/oauthCallback'],
    ['Analytics (dev)', '/api/databricks/oauthredirect'],
  ]) {
    const popup = await fabrics.openWindow(fabrics.row(title));
    const callback = popup.waitForRequest(/oauthredirect|oauthCallback/);
    await signInAs(popup, 'Ada Lovelace');
    const { origin, pathname } = new URL((await callback).url());
    expect(origin + pathname).toBe(portal.backend.url + path);
    await expect(fabrics.tile('Development')).toContainText(
      'Connected as Ada Lovelace',
    );
    for (const row of OF_DEVELOPMENT) {
      await expect(fabrics.row(row)).toContainText('Ada Lovelace');
    }
    await fabrics.disconnect('Development');
  }
});

test('A sign-in waits when its dialog is closed and the page loaded again, and Cancel in one tab ends it in all, at the server too', async ({
  asAlice: first,
  portal,
}) => {
  const fabrics = new FabricsPage(first);
  const development = fabrics.tile('Development');
  const [popup, started] = await Promise.all([
    fabrics.openWindow(development),
    first.waitForResponse(/\/api\/databricks\/sign-ins$/),
  ]);
  const { id } = await started.json();
  const address = popup.url();
  await fabrics.dialog.leave();
  await first.reload();

  const second = await openTabAs(first.context(), 'alice');
  const inSecond = new FabricsPage(second);
  for (const each of [fabrics, inSecond]) {
    await expect(each.tile('Development')).toContainText(
      'Waiting for Databricks',
    );
    await expect(each.cancelButton(each.tile('Development'))).toBeVisible();
    for (const title of OF_DEVELOPMENT) {
      await expect(each.row(title)).toContainText('Waiting for Databricks');
      await expect(each.cancelButton(each.row(title))).toBeVisible();
    }
  }
  // The words open the dialog again, also in a row, which else leads to the fabric's page
  const here = first.url();
  for (const place of [development, fabrics.row('Orders studio')]) {
    for (const press of ['click', 'Enter']) {
      const words = place.getByRole('button', {
        name: /show the sign-in at Development$/,
      });
      await (press === 'click' ? words.click() : words.press(press));
      await expect(
        fabrics.dialog.text('Finish signing in at Databricks'),
      ).toBeVisible();
      expect(first.url()).toBe(here);
      await fabrics.dialog.leave();
    }
  }

  await inSecond.cancelButton(inSecond.row('Churn training')).click();
  for (const each of [fabrics, inSecond]) {
    await expect(each.tile('Development')).toContainText('Not connected');
    await expect(each.row('Orders studio')).toContainText('Not connected');
  }
  const answer = await portal.backend.client.request(
    `/api/databricks/sign-ins/${id}`,
    { as: 'alice' },
  );
  expect(JSON.parse(answer.body).status).not.toBe('pending');
  const { calls } = portal.simulators[0];
  const tokenCalls = calls.token;
  const late = await first.context().newPage();
  await late.goto(address);
  const callback = late.waitForResponse(/oauthredirect/);
  await signInAs(late, 'Ada Lovelace');
  expect((await callback).status()).toBe(400);
  expect(calls.token).toBe(tokenCalls);
  expect(await portal.connections('alice')).toEqual([]);
});

test('A sign-in that is finished after the page was loaded again connects all the same', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  const development = fabrics.tile('Development');
  const popup = await fabrics.openWindow(development);
  await page.reload();
  await expect(development).toContainText('Waiting for Databricks');
  await signInAs(popup, 'Ada Lovelace');
  await expect(development).toContainText('Connected as Ada Lovelace');
  await expect(fabrics.row('Orders studio')).toContainText('Ada Lovelace');
});

test('Who switches the account is told to sign out of Databricks first, and who they are then', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  await fabrics.connect(development);
  await fabrics.choose('Development', 'Switch account');
  await expect(dialog.text('Switch account for Development')).toBeVisible();
  await expect(dialog.text('Sign out of Databricks first')).toBeVisible();
  await expect(
    dialog.root.getByRole('link', { name: /^Open Development/ }),
  ).toHaveAttribute('href', portal.simulators[0].url);

  await signInAs(await openWindow(dialog.button('Continue')), 'Grace Hopper');
  await expect(dialog.text('You are now Grace Hopper')).toBeVisible();
  await expect(dialog.text('Switch account for Development')).toBeVisible();
  await expect(
    dialog.text(
      'Until now the portal acted as Ada Lovelace in Development. All 3 fabrics use Grace Hopper from here on.',
    ),
  ).toBeVisible();
  await dialog.button('Done').click();
  await expect(development).toContainText('Connected as Grace Hopper, not you');
  for (const title of OF_DEVELOPMENT) {
    await expect(fabrics.row(title)).toContainText('Grace Hopper, not you');
  }
  expect(await portal.connections('alice')).toMatchObject([
    { databricksUser: { userName: 'grace@example.com' } },
  ]);
});

test('Who disconnects is told what is affected, has to mean it, and can connect again from the toast', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  await fabrics.connect(development);
  await fabrics.choose('Development', 'Disconnect');
  await expect(dialog.text('Disconnect from Development?')).toBeVisible();
  await expect(
    dialog.text(
      'The portal forgets Ada Lovelace’s sign-in at once and can no longer act as you in Development.',
    ),
  ).toBeVisible();
  await expect(
    dialog.text('Affected: Analytics (dev), Churn training, Orders studio.'),
  ).toBeVisible();
  await expect(dialog.button('Cancel')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.root).toBeHidden();
  expect(await portal.connections('alice')).toHaveLength(1);
  await expect(
    page.getByRole('button', { name: 'More actions for Development' }),
  ).toBeFocused();

  await fabrics.disconnect('Development');
  expect(await portal.connections('alice')).toEqual([]);
  await expect(page.getByText(/^Disconnected from Development/)).toBeVisible();
  const again = await openWindow(
    page.getByRole('button', { name: 'Connect again' }),
  );
  await signInAs(again, 'Ada Lovelace');
  await expect(development).toContainText('Connected as Ada Lovelace');
});

test('What one tab changes is seen in the other by itself, and other people see only their own', async ({
  asAlice: first,
  asBob,
}) => {
  const second = await openTabAs(first.context(), 'alice');
  await hearsSignals(second, '/databricks/fabrics/churn-training');
  const fabrics = new FabricsPage(first);
  const fabric = new FabricPage(second);
  const fabricsOfBob = new FabricsPage(asBob);
  await fabricsOfBob.open();
  const popupOfBob = await fabricsOfBob.openWindow(
    fabricsOfBob.tile('Production'),
  );
  await signInAs(popupOfBob, 'Grace Hopper');
  await expect(fabricsOfBob.tile('Production')).toContainText(
    'Connected as Grace Hopper, not you',
  );
  await expect(fabric.connectButton).toBeVisible();

  await fabrics.connect(fabrics.tile('Development'));
  await expect(fabric.section('Who acts here')).toContainText('Ada Lovelace');
  await expect(fabric.connectButton).toBeHidden();
  await fabrics.disconnect('Development');
  await expect(fabric.connectButton).toBeVisible();

  await expect(fabrics.tile('Production')).toContainText('Not connected');
  await expect(first.getByText('Grace Hopper')).toHaveCount(0);
  await expect(asBob.getByText('Ada Lovelace')).toHaveCount(0);
});

test('The focus comes back from the dialog to what opened it, or to the tile when the button is gone', async ({
  asAlice: page,
}) => {
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');
  await fabrics.openWindow(development);
  await dialog.leave();
  await fabrics.cancelButton(development).click();
  await expect(fabrics.connectButton(development)).toBeVisible();
  await (await fabrics.openWindow(development)).close();
  await dialog.button('Cancel').click();
  await expect(dialog.root).toBeHidden();
  await expect(fabrics.connectButton(development)).toBeFocused();

  await fabrics.connect(development);
  const title = development.getByRole('link', { name: 'Development' });
  await expect(title).toBeFocused();
  await fabrics.disconnect('Development');
  await expect(
    page.getByRole('button', { name: 'More actions for Development' }),
  ).toBeFocused();

  await fabrics.connect(fabrics.row('Churn training'));
  await expect(fabrics.row('Churn training')).toBeFocused();
  await page.goto('/settings/databricks');
  await fabrics.choose('Development', 'Disconnect');
  await dialog.button('Disconnect').click();
  await expect(
    page.getByRole('heading', { name: 'Your Databricks connections' }),
  ).toBeFocused();
});

test('A connection that is made by nobody’s window here is signalled to the pages of its user', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  await hearsSignals(page, '/databricks/fabrics');
  await expect(fabrics.tile('Production')).toContainText('Not connected');
  const started = await startSignIn(portal, 'alice', 'company-reports');
  const elsewhere = await page.context().newPage();
  await started.bindTo(page.context());
  await elsewhere.goto(started.authorizationUrl);
  await signInAs(elsewhere, 'Ada Lovelace');
  await expect.poll(() => started.status()).toBe('succeeded');
  await expect(fabrics.tile('Production')).toContainText(
    'Connected as Ada Lovelace',
  );
});
