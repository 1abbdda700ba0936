import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { FabricCard } from './FabricCard';
import { findViolations } from './findViolations';
import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';
import { screenshotFolder } from './takeScreenshots';

// Many states each, on a small and busy machine.
test.setTimeout(180_000);
test.use({ viewport: { width: 1280, height: 1600 } });

/** The page as it is: another theme or width would draw it anew. */
async function screenshot(page: Page, testInfo: TestInfo, name: string) {
  await page.screenshot({
    path: join(screenshotFolder(testInfo), `${name}.png`),
  });
}

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(`In the ${colorScheme} theme`, () => {
    test.use({ colorScheme });

    test('axe-core finds nothing on the page of fabrics, however their cards stand', async ({
      asAlice: page,
    }, testInfo) => {
      await page.addInitScript(() => {
        const { open } = window;
        window.open = (url, target, features) =>
          'popupsBlocked' in window
            ? null
            : open.call(window, url, target, features);
      });
      await page.goto('/databricks');
      const [development, studio, production, reports] = [
        'Analytics (dev)',
        'Orders studio',
        'Analytics (prod)',
        'Company reports',
      ].map(title => new FabricCard(page, title));
      await expect(development.text('Not connected')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);

      await development.connect();
      await development.button('Test').click();
      await expect(development.text('The test passed')).toBeVisible();
      const denied = await production.openWindow();
      await denied.getByRole('button', { name: 'Deny access' }).click();
      await expect(production.text('Connecting did not work')).toBeVisible();
      await (await reports.openWindow()).close();
      await expect(
        reports.text(/error instead of a sign-in page/),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `states-${colorScheme}`);

      await page.evaluate(() => Object.assign(window, { popupsBlocked: true }));
      await reports.button('Try again').click();
      await expect(reports.text(/Your browser blocked/)).toBeVisible();
      await studio.button('Disconnect').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `disconnect-${colorScheme}`);
    });

    test('axe-core finds nothing on the pages around the fabrics', async ({
      asAlice: page,
      portal,
    }, testInfo) => {
      await page.goto('/databricks/settings');
      await expect(page.getByText('Settings are for admins')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `not-admin-${colorScheme}`);

      await page.goto('/settings/databricks');
      await expect(page.getByText('No connections')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await page.goto('/databricks');
      await new FabricCard(page, 'Churn training').connect();
      await page.goto('/settings/databricks');
      await expect(
        page.getByRole('button', { name: 'Disconnect' }),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `own-connections-${colorScheme}`);

      await page.goto('/catalog/default/component/churn-model');
      const card = new FabricCard(page, 'Churn training');
      await expect(card.text(/^Connected as/)).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `entity-${colorScheme}`);
      await page.goto('/catalog/default/component/churn-model/databricks');
      await expect(page.getByText('Your connection')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `entity-content-${colorScheme}`);

      await page.goto(
        `${portal.backend.url}/api/databricks/oauthredirect?code=a-code&state=a-state`,
      );
      await expect(
        page.getByRole('heading', { name: 'Not connected' }),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `callback-${colorScheme}`);
    });

    test('axe-core finds nothing in the settings, nor in their forms', async ({
      asBob: page,
      portal,
    }, testInfo) => {
      const { client } = portal.backend;
      await client.request('/api/databricks/app-connections/second', {
        method: 'PUT',
        as: 'bob',
        json: { clientId: 'a-client', clientSecret: 'a-secret' },
      });
      await client.request('/api/databricks/fabrics/reports', {
        method: 'PUT',
        as: 'bob',
        json: {
          title: 'Reports',
          type: 'prophecy',
          oauthType: 'm2m',
          owner: 'group:default/platform',
          workspaceUrl: portal.simulators[0].url,
          warehouseId: '77ff00aa',
        },
      });
      const settings = new SettingsPage(page);
      await settings.open();
      await settings
        .section('Connections of all users')
        .getByRole('button', { name: 'Show connections' })
        .click();
      await expect(page.getByText(/No connections, as far/)).toBeVisible();
      expect(await findViolations(page)).toEqual([]);

      const reports = settings.fabrics.getByRole('group', { name: 'Reports' });
      const second = settings.appConnections.getByRole('group', {
        name: 'second',
      });
      for (const { name, open, fails } of [
        {
          name: 'app-connection-form',
          open: second.getByRole('button', { name: 'Change' }),
        },
        {
          name: 'app-connection-add',
          open: page.getByRole('button', { name: 'Add app connection' }),
          fails: true,
        },
        {
          name: 'app-connection-test',
          open: second.getByRole('button', { name: 'Test' }),
        },
        {
          name: 'app-connection-remove',
          open: second.getByRole('button', { name: 'Remove' }),
        },
        {
          name: 'fabric-form',
          open: reports.getByRole('button', { name: 'Change' }),
        },
        {
          name: 'fabric-add',
          open: page.getByRole('button', { name: 'Add fabric' }),
          fails: true,
        },
        {
          name: 'service-principal-form',
          open: reports.getByRole('button', { name: 'Add service principal' }),
          fails: true,
        },
      ]) {
        await open.click();
        await expect(settings.dialog).toBeVisible();
        if (fails) {
          const first = settings.dialog.getByRole('textbox').first();
          await first.fill('Not a name!');
          await settings.button('Save').click();
        }
        expect(await findViolations(page)).toEqual([]);
        await screenshot(page, testInfo, `${name}-${colorScheme}`);
        await settings.dialog
          .getByRole('button', { name: /^(Cancel|Close)$/ })
          .last()
          .click();
        await expect(settings.dialog).toBeHidden();
      }
    });
  });
}
