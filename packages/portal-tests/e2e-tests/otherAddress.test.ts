import { FabricsPage } from './FabricsPage';
import { expect, openTabAs, test } from './portal';

test('Who opens the portal by another host than its own is told so before a window opens', async ({
  browser,
  portal,
}) => {
  const { port } = new URL(portal.url);
  const otherOrigin = `http://127.0.0.1:${port}`;
  const context = await browser.newContext({ baseURL: otherOrigin });
  // A backend that allows both origins: without that nothing loads.
  await context.route(`${portal.backend.url}/**`, async route => {
    const response = await route.fetch({
      headers: { ...route.request().headers(), origin: portal.url },
    });
    await route.fulfill({
      response,
      headers: {
        ...response.headers(),
        'access-control-allow-origin': otherOrigin,
      },
    });
  });
  const page = await openTabAs(context, 'alice');
  const fabrics = new FabricsPage(page);
  await fabrics.open();
  await fabrics.connectButton(fabrics.tile('Development')).click();
  await expect(
    fabrics.dialog.text('This address of the portal cannot connect you.'),
  ).toBeVisible();
  await expect(
    fabrics.dialog.text(
      `You opened it at ${otherOrigin}, and its backend is at ${portal.backend.url}:`,
    ),
  ).toBeVisible();
  await expect(fabrics.dialog.button('Try again')).toBeHidden();
  expect(context.pages()).toHaveLength(1);
  await context.close();
});
