import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { signInAs } from './ConnectDialog';
import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { findViolations } from './findViolations';
import { NO_MEMBER } from './noMember';
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

    test('axe-core finds nothing on the page of fabrics, however its tiles, rows and dialogs stand', async ({
      asAlice: page,
    }, testInfo) => {
      await page.addInitScript(() => {
        const { open } = window;
        window.open = (url, target, features) =>
          'popupsBlocked' in window
            ? null
            : open.call(window, url, target, features);
      });
      const fabrics = new FabricsPage(page);
      const { dialog } = fabrics;
      await fabrics.open();
      const [development, production] = ['Development', 'Production'].map(
        title => fabrics.tile(title),
      );
      await expect(development).toContainText('Not connected');
      expect(await findViolations(page)).toEqual([]);

      const popup = await fabrics.openWindow(development);
      await dialog.openDiagnostics();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `diagnostics-${colorScheme}`);
      await dialog.leave();
      await expect(development).toContainText('Waiting for Databricks');
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `waiting-${colorScheme}`);
      await signInAs(popup, 'Ada Lovelace');
      await expect(development).toContainText('Connected as Ada Lovelace');

      await fabrics.choose('Development', 'Test');
      await expect(
        page.getByText('Development works as Ada Lovelace'),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `connected-${colorScheme}`);

      const denied = await fabrics.openWindow(production);
      await denied.getByRole('button', { name: 'Deny access' }).click();
      await expect(dialog.text('Databricks did not allow it')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `denied-${colorScheme}`);
      await page.evaluate(() => Object.assign(window, { popupsBlocked: true }));
      await dialog.button('Try again').click();
      await expect(
        dialog.text('Your browser blocked the window'),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `blocked-${colorScheme}`);
      await dialog.button('Cancel').click();

      await fabrics.choose('Development', 'Switch account');
      await expect(dialog.text('Sign out of Databricks first')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await dialog.leave();
      await fabrics.choose('Development', 'Disconnect');
      await expect(dialog.text(/^Affected: /)).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `disconnect-${colorScheme}`);
      await dialog.leave();

      await page
        .getByRole('button', { name: 'More actions for Development' })
        .click();
      await expect(page.getByRole('menu')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `menu-${colorScheme}`);
    });

    test('axe-core finds nothing where fabrics are searched, on a phone, and where a test has failed', async ({
      asAlice: page,
      portal,
    }, testInfo) => {
      const fabrics = new FabricsPage(page);
      await fabrics.open('?type=sql&needs=you');
      await expect(fabrics.row('Company reports')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `filtered-${colorScheme}`);
      await page.getByRole('button', { name: /^Workspace/ }).click();
      await page.getByRole('option', { name: 'Development' }).click();
      expect(await findViolations(page)).toEqual([]);
      await page.keyboard.press('Escape');
      await fabrics.open('?q=nowhere');
      await expect(page.getByText('No fabric matches “nowhere”')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);

      await page.setViewportSize({ width: 390, height: 1600 });
      await fabrics.open('?type=sql');
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `phone-${colorScheme}`);
      await page.getByRole('button', { name: 'Filters' }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `phone-filters-${colorScheme}`);
      await page.setViewportSize({ width: 1280, height: 1600 });

      await fabrics.open();
      await fabrics.connect(fabrics.tile('Development'));
      portal.simulators[0].faults.next('me', NO_MEMBER);
      await fabrics.choose('Development', 'Test');
      await expect(fabrics.tile('Development')).toContainText('Refused');
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `refused-${colorScheme}`);
      await fabrics
        .tile('Development')
        .getByRole('button', { name: /^Who to ask/ })
        .click();
      await expect(
        page
          .getByRole('dialog', { name: /^Who to ask/ })
          .getByText(/an admin of the workspace can add it/),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `who-to-ask-${colorScheme}`);

      await page.goto('/databricks/fabrics/analytics-dev');
      const fabric = new FabricPage(page);
      await expect(fabric.needs).toContainText('Databricks refuses');
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `fabric-refused-${colorScheme}`);
      await fabric.section('Last test').getByRole('button').click();
      await expect(fabric.needs).toBeHidden();
      await fabric.open('orders-nightly');
      expect(await findViolations(page)).toEqual([]);
      await page.goto('/databricks/fabrics/no-such-fabric');
      await expect(
        page.getByRole('link', { name: 'Go to the fabrics' }),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `not-found-${colorScheme}`);
    });

    test('axe-core finds nothing on the pages around the fabrics', async ({
      asAlice: page,
      portal,
    }, testInfo) => {
      await page.goto('/databricks/settings');
      await expect(page.getByText(/^These settings are for/)).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `not-admin-${colorScheme}`);

      await page.goto('/settings/databricks');
      await expect(
        page.getByText('You are not connected to Databricks.'),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      const fabrics = new FabricsPage(page);
      await fabrics.open();
      await fabrics.connect(fabrics.row('Churn training'));
      await page.goto('/settings/databricks');
      await expect(
        page.getByRole('region', { name: 'Development' }),
      ).toBeVisible();
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `own-connections-${colorScheme}`);

      await page.goto('/catalog/default/component/churn-model');
      await expect(
        page.getByRole('region', { name: 'Churn training' }),
      ).toContainText('Ada Lovelace');
      expect(await findViolations(page)).toEqual([]);
      await screenshot(page, testInfo, `entity-${colorScheme}`);
      await page.goto('/catalog/default/component/churn-model/databricks');
      await expect(new FabricPage(page).section('Who acts here')).toContainText(
        'Ada Lovelace',
      );
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

    test('axe-core finds nothing in the tabs of the settings, nor in their forms, also on a phone', async ({
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
      await portal.addConnections(3);
      const settings = new SettingsPage(page);
      const isFine = async (name: string) => {
        expect.soft(await findViolations(page), name).toEqual([]);
        await screenshot(page, testInfo, `${name}-${colorScheme}`);
      };
      const visit = async (suffix: string) => {
        await settings.open('overview');
        await page
          .getByRole('button', { name: /checks? (is|are) fine$/ })
          .click();
        await isFine(`overview-${suffix}`);
        await settings.open('app-connections');
        await page.getByRole('button', { name: 'Setup guide' }).click();
        await isFine(`app-connections-${suffix}`);
        await settings.open('fabrics');
        await expect(page.getByText('Reports', { exact: true })).toBeVisible();
        await isFine(`fabrics-${suffix}`);
        await settings.open('connections');
        await settings.rows
          .first()
          .getByRole('checkbox')
          .check({ force: true });
        await expect(page.getByText('1 selected')).toBeVisible();
        await isFine(`connections-${suffix}`);
        for (const tab of ['consumers', 'maintenance'] as const) {
          await settings.open(tab);
          await isFine(`${tab}-${suffix}`);
        }
      };
      await visit('wide');
      await page.setViewportSize({ width: 390, height: 1600 });
      await visit('phone');

      await page.goto('/databricks/settings/fabrics?edit=fabric:reports');
      await expect(settings.dialog).toBeVisible();
      await isFine('form-phone');
      await page.setViewportSize({ width: 1280, height: 1600 });
      for (const { edit, fails } of [
        { edit: 'app-connection', fails: true },
        { edit: 'app-connection:second' },
        { edit: 'fabric', fails: true },
        { edit: 'fabric:analytics-dev' },
        { edit: 'service-principal:reports', fails: true },
      ]) {
        await page.goto(`/databricks/settings/fabrics?edit=${edit}`);
        await expect(settings.dialog).toBeVisible();
        if (fails) {
          await settings.button('Save').click();
          await expect(settings.dialog.getByRole('alert')).toContainText(
            /fields? needs? you/,
          );
        }
        await isFine(`form-${edit.replace(':', '-')}`);
      }
    });
  });
}
