import { FabricCard } from './FabricCard';
import { expect, test } from './portal';

const POLICY = 'cross-origin-opener-policy';

test('An identity provider that cuts its window off from the portal does not hinder a sign-in', async ({
  asAlice: page,
  portal,
}) => {
  const card = new FabricCard(page, 'Analytics (prod)');
  const answers: (string | undefined)[] = [];
  page.context().on('response', response => {
    if (response.url().startsWith(`${portal.simulators[1].url}/login/`)) {
      answers.push(response.headers()[POLICY]);
    }
  });
  const popup = await card.openWindow();
  await expect(
    popup.getByRole('button', { name: /Ada Lovelace/ }),
  ).toBeVisible();
  expect(answers).toEqual(['same-origin']);
  expect(await popup.evaluate(() => window.opener)).toBeNull();

  // To the card it looks as if the window were closed.
  await expect(card.text('The Databricks window looks closed')).toBeVisible();
  await popup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(card.text(/^Connected as Ada Lovelace/)).toBeVisible();
});

test('Neither does a portal that cuts itself off from other windows', async ({
  asAlice: page,
  portal,
}) => {
  // Chromium does not know that an answer of `route` comes from this machine.
  await page.context().grantPermissions(['local-network-access']);
  await page.route(`${portal.url}/databricks`, async route => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), [POLICY]: 'same-origin' },
    });
  });
  await page.goto('/databricks');
  const card = new FabricCard(page, 'Analytics (dev)');
  const popup = await card.openWindow();
  await expect(
    popup.getByRole('button', { name: /Ada Lovelace/ }),
  ).toBeVisible();
  expect(await popup.evaluate(() => window.opener)).toBeNull();

  await popup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(card.text(/^Connected as Ada Lovelace/)).toBeVisible();
});
