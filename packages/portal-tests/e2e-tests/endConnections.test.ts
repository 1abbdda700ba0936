import { FabricPage } from './FabricPage';
import { FabricsPage } from './FabricsPage';
import { hearsSignals } from './hearsSignals';
import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';

test('Bob finds what Alice is connected to by her name, ends it with a reason, and Alice reads it', async ({
  asAlice,
  asBob: page,
  portal,
}) => {
  await hearsSignals(asAlice, '/databricks/fabrics');
  const fabrics = new FabricsPage(asAlice);
  await fabrics.connect(fabrics.tile('Development'));
  await fabrics.connect(fabrics.tile('Production'));

  const settings = new SettingsPage(page);
  await settings.open('connections');
  await page.keyboard.press('/');
  await page.keyboard.type('ali');
  await page.getByRole('option', { name: 'Alice' }).click();
  await expect(page).toHaveURL(/[?&]user=user%3Adefault%2Falice/);
  await expect(settings.rows).toHaveCount(2);
  const row = settings.rows.filter({ hasText: 'Development' });
  await expect(row).toContainText('Alice');
  await expect(row).toContainText('ada@example.com');

  await row.getByRole('checkbox').check({ force: true });
  await expect(settings.selection).toContainText('1 selected');
  await settings.selection
    .getByRole('button', { name: 'End 1 connection' })
    .click();
  await expect(settings.dialog).toContainText(
    'The portal erases the tokens of Alice.',
  );
  await settings.fill('Reason', 'Moved to another team');
  await settings.button('End 1 connection').click();
  await expect(settings.dialog).toBeHidden();
  await expect(settings.selection).toBeHidden();
  await expect(row).toContainText('Sign-in ended');
  await expect(row).toContainText('“Moved to another team”');
  await expect(settings.rows.filter({ hasText: 'Production' })).toContainText(
    'left',
  );
  expect(await portal.databaseDump()).toContain('Moved to another team');

  await expect(fabrics.tile('Development')).toContainText(
    /ended|Moved to another team/,
  );
  await expect(fabrics.tile('Production')).toContainText('Connected as');
  await asAlice.goto('/settings/databricks');
  await expect(
    asAlice.getByRole('region', { name: 'Development' }),
  ).toContainText('Moved to another team');
  const fabric = new FabricPage(asAlice);
  await fabric.open('analytics-dev');
  await expect(fabric.needs).toContainText('Moved to another team');
  await fabrics.open();
  await fabrics.connect(fabrics.tile('Development'));
  await expect(fabrics.tile('Development')).toContainText('Connected as');
});
