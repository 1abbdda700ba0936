import { signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';

const POLICY = 'cross-origin-opener-policy';

test('An identity provider that cuts its window off from the portal does not hinder a sign-in', async ({
  asAlice: page,
  portal,
}) => {
  const fabrics = new FabricsPage(page);
  const production = fabrics.tile('Production');
  const answers: (string | undefined)[] = [];
  page.context().on('response', response => {
    if (response.url().startsWith(`${portal.simulators[1].url}/login/`)) {
      answers.push(response.headers()[POLICY]);
    }
  });
  const popup = await fabrics.openWindow(production);
  await expect(
    popup.getByRole('button', { name: /Ada Lovelace/ }),
  ).toBeVisible();
  expect(answers).toEqual(['same-origin']);
  expect(await popup.evaluate(() => window.opener)).toBeNull();

  // To the portal it looks as if the window were closed.
  await expect(fabrics.dialog.button('Open again')).toBeVisible();
  await signInAs(popup, 'Ada Lovelace');
  await expect(production).toContainText('Connected as Ada Lovelace');
});

test('Neither does a portal that cuts itself off from other windows', async ({
  asAlice: page,
  portal,
}) => {
  // Chromium does not know that an answer of `route` comes from this machine.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(`${portal.url}/databricks/fabrics`, async route => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), [POLICY]: 'same-origin' },
    });
  });
  const fabrics = new FabricsPage(page);
  await fabrics.open();
  const development = fabrics.tile('Development');
  const popup = await fabrics.openWindow(development);
  await expect(
    popup.getByRole('button', { name: /Ada Lovelace/ }),
  ).toBeVisible();
  expect(await popup.evaluate(() => window.opener)).toBeNull();

  await signInAs(popup, 'Ada Lovelace');
  await expect(development).toContainText('Connected as Ada Lovelace');
});
