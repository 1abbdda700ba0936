import { signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { expect, test } from './portal';

test('A client ID that Databricks does not know: the dialog tells what to compare to who asks', async ({
  asAlice: page,
  portal,
}) => {
  const { account } = portal.simulators[0];
  const [appConnection] = account.appConnections;
  account.removeAppConnection(appConnection.clientId);
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const development = fabrics.tile('Development');

  const popup = await fabrics.openWindow(development);
  await expect(popup.getByText(/client_id.*not available/)).toBeVisible();
  await expect(dialog.text('Finish signing in at Databricks')).toBeVisible();
  await expect(dialog.button('Show the window')).toBeVisible();
  await expect(dialog.text(appConnection.clientId)).toBeHidden();
  await dialog.openDiagnostics();
  await expect(dialog.text(appConnection.clientId)).toBeVisible();
  await expect(
    dialog.text(`${portal.backend.url}/api/databricks/oauthredirect`),
  ).toBeVisible();

  await dialog.button('Cancel').click();
  await expect.poll(() => popup.isClosed()).toBe(true);
  account.addAppConnection(appConnection);
  const again = await fabrics.openWindow(development);
  await expect(dialog.text(appConnection.clientId)).toBeHidden();
  await signInAs(again, 'Ada Lovelace');
  await expect(development).toContainText('Connected as Ada Lovelace');
});

test('A redirect URL that is not registered: the dialog tells which one the fabric uses', async ({
  asAlice: page,
  portal,
}) => {
  const { account } = portal.simulators[0];
  const [appConnection] = account.appConnections;
  account.addAppConnection({ ...appConnection, redirectUris: [] });
  const fabrics = new FabricsPage(page);
  const { dialog } = fabrics;
  const studio = fabrics.row('Orders studio');

  const popup = await fabrics.openWindow(studio);
  await expect(popup.getByText(/redirect_uri.*not registered/)).toBeVisible();
  await popup.close();
  await expect(dialog.button('Open again')).toBeVisible();
  await dialog.openDiagnostics();
  await expect(dialog.text(appConnection.clientId)).toBeVisible();
  await expect(
    dialog.text(`${portal.backend.url}/metadata/oauthCallback`),
  ).toBeVisible();

  await dialog.button('Cancel').click();
  await expect(dialog.root).toBeHidden();
  await expect(fabrics.connectButton(studio)).toBeEnabled();
});
