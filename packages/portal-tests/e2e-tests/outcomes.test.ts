import { FabricCard } from './FabricCard';
import { expect, openTabAs, test } from './portal';

const ADA = /^Connected as Ada Lovelace/;

test('Alice denies access, is told so, and may try again', async ({
  asAlice: page,
  portal,
}) => {
  const { calls } = portal.simulators[0];
  const tokenCalls = calls.token;
  const card = new FabricCard(page, 'Analytics (dev)');
  const popup = await card.openWindow();
  await popup.getByRole('button', { name: 'Deny access' }).click();

  await expect(card.text('Connecting did not work')).toBeVisible();
  await expect(card.text('Not connected')).toBeVisible();
  await expect.poll(() => popup.isClosed()).toBe(true);
  expect(calls.token).toBe(tokenCalls);
  expect(await portal.connections('alice')).toEqual([]);

  const again = await card.openWindow('Try again');
  await again.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(card.text(ADA)).toBeVisible();
  await expect(card.text('Connecting did not work')).toBeHidden();
});

test('Alice closes the window: the card notices, and she tries again', async ({
  asAlice: page,
}) => {
  const card = new FabricCard(page, 'Analytics (dev)');
  const closed = await card.openWindow();
  const address = closed.url();
  await closed.close();
  await expect(card.text('The Databricks window looks closed')).toBeVisible();

  // A window that looks closed may be open elsewhere: its outcome still arrives.
  const elsewhere = await page.context().newPage();
  await elsewhere.goto(address);
  await elsewhere.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(card.text(ADA)).toBeVisible();
  await card.disconnect();

  await (await card.openWindow()).close();
  const again = await card.openWindow('Try again');
  await again.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(card.text(ADA)).toBeVisible();
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
  const card = new FabricCard(page, 'Orders studio');

  await card.button('Connect').click();
  await expect(
    card.text('Your browser blocked the Databricks window'),
  ).toBeVisible();
  await card.button('Continue in this window').click();
  await page.getByRole('button', { name: 'Deny access' }).click();
  await expect(page).toHaveURL(address);
  await expect(card.text('Connecting did not work')).toBeVisible();

  await card.button('Try again').click();
  await card.button('Continue in this window').click();
  await page.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(page).toHaveURL(address);
  await expect(card.text(ADA)).toBeVisible();

  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  const addresses = entries.map(entry => entry.url);
  expect(addresses.filter(it => it.endsWith(address)).length).toBeGreaterThan(
    1,
  );
  expect(addresses.filter(it => /[?&](code|error)=/.test(it))).toEqual([]);
});

test('Two tabs sign in at once, and do not disturb each other', async ({
  asAlice: first,
  portal,
}) => {
  const second = await openTabAs(first.context(), 'alice');
  const [firstCard, secondCard] = [first, second].map(
    page => new FabricCard(page, 'Churn training'),
  );
  const firstPopup = await firstCard.openWindow();
  const secondPopup = await secondCard.openWindow();
  const bindings = (await first.context().cookies(portal.backend.url)).filter(
    cookie => cookie.name.startsWith('databricks-sign-in-'),
  );
  expect(bindings).toHaveLength(2);

  await secondPopup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(secondCard.text(ADA)).toBeVisible();
  await expect(firstCard.button('Cancel')).toBeVisible();

  await firstPopup.getByRole('button', { name: /Ada Lovelace/ }).click();
  await expect(firstCard.text(ADA)).toBeVisible();
  await expect(firstCard.text('Connecting did not work')).toBeHidden();
  expect(await portal.connections('alice')).toHaveLength(1);
});
