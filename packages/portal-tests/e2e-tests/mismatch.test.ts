import { FabricCard } from './FabricCard';
import { expect, test } from './portal';

/** When a card says that Databricks may be showing an error. */
const HINT_AFTER = '00:20';

const QUESTION = 'Databricks shows an error instead of a sign-in page?';

test('A client ID that Databricks does not know: the card tells what to compare', async ({
  asAlice: page,
  portal,
}) => {
  const { account } = portal.simulators[0];
  const [appConnection] = account.appConnections;
  account.removeAppConnection(appConnection.clientId);
  await page.clock.install();
  await page.goto('/databricks');
  const card = new FabricCard(page, 'Analytics (dev)');

  const popup = await card.openWindow();
  await expect(popup.getByText(/client_id.*not available/)).toBeVisible();
  await expect(card.text('Continue in the Databricks window')).toBeVisible();
  await expect(card.text(QUESTION)).toBeHidden();
  await page.clock.fastForward(HINT_AFTER);
  await expect(card.text('Still waiting for Databricks')).toBeVisible();
  await expect(card.text(QUESTION)).toBeVisible();
  await expect(card.text(appConnection.clientId)).toBeVisible();
  await expect(
    card.text(`${portal.backend.url}/api/databricks/oauthredirect`),
  ).toBeVisible();
  await expect(card.text(/up to 30 minutes/)).toBeVisible();

  account.addAppConnection(appConnection);
  const again = await card.openWindow('Try again');
  await expect.poll(() => popup.isClosed()).toBe(true);
  await again.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(card.text(/^Connected as Ada Lovelace/)).toBeVisible();
});

test('A redirect URL that is not registered: the card tells what to compare', async ({
  asAlice: page,
  portal,
}) => {
  const { account } = portal.simulators[0];
  const [appConnection] = account.appConnections;
  account.addAppConnection({ ...appConnection, redirectUris: [] });
  const card = new FabricCard(page, 'Orders studio');

  const popup = await card.openWindow();
  await expect(popup.getByText(/redirect_uri.*not registered/)).toBeVisible();
  await popup.close();
  await expect(card.text('The Databricks window looks closed')).toBeVisible();
  await expect(card.text(QUESTION)).toBeVisible();
  await expect(card.text(appConnection.clientId)).toBeVisible();
  await expect(
    card.text(`${portal.backend.url}/metadata/oauthCallback`),
  ).toBeVisible();

  await card.button('Cancel').click();
  await expect(card.text(QUESTION)).toBeHidden();
  await expect(card.button('Connect')).toBeEnabled();
});
