import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';

type Step = {
  field: string;
  /** What is entered, and what is then wrong with it. */
  wrong: string;
  says: RegExp;
  right: string;
};

/** Enters something wrong everywhere, and corrects one field after the other as it is told to. */
async function correct(form: SettingsPage, steps: Step[]) {
  for (const { field, wrong } of steps) {
    await form.field(field).fill(wrong);
  }
  await form.button('Save').click();
  await expect(form.dialog.getByRole('alert')).toHaveText(
    steps.length === 1
      ? 'One field needs another look.'
      : `${steps.length} fields need another look.`,
  );
  await expect(form.field(steps[0].field)).toBeFocused();
  for (const { field, says, right } of steps) {
    const input = form.field(field);
    await expect(input).toHaveAttribute('aria-invalid', 'true');
    await expect(input).toHaveAccessibleDescription(says);
    // What is read out is seen too, below the field.
    const message = form.dialog.getByText(says);
    await expect(message).toBeVisible();
    const [above, below] = await Promise.all([
      input.boundingBox(),
      message.boundingBox(),
    ]);
    expect(below!.y).toBeGreaterThan(above!.y);
    expect(below!.y - above!.y).toBeLessThan(120);

    await input.fill(right);
    await expect(input).not.toHaveAttribute('aria-invalid', 'true');
    await expect(message).toBeHidden();
  }
}

test('What is wrong with an app connection is said beside its fields, and read out', async ({
  asBob: page,
}) => {
  const form = new SettingsPage(page);
  await form.open();
  await form.appConnections
    .getByRole('button', { name: 'Add app connection' })
    .click();
  await correct(form, [
    {
      field: 'Name',
      wrong: 'default',
      says: /Name is taken already/,
      right: 'second',
    },
    {
      field: 'Title',
      wrong: 't'.repeat(201),
      says: /Title must be/,
      right: 'Second',
    },
    {
      field: 'Client ID',
      wrong: '',
      says: /Client ID is missing/,
      right: 'a-client',
    },
    {
      field: 'New client secret',
      wrong: '',
      says: /New client secret is missing: without one, make it a public/,
      right: 'a-secret',
    },
    {
      field: 'Scopes',
      wrong: 'all-apis "quoted"',
      says: /Scopes must be/,
      right: 'all-apis offline_access',
    },
    {
      field: 'Refresh token lifetime',
      wrong: 'a week',
      says: /Refresh token lifetime \(days\) must be a number/,
      right: '7',
    },
    {
      field: 'Session lifetime',
      wrong: 'long',
      says: /Session lifetime \(days\) must be a number/,
      right: '',
    },
  ]);
  await form.save();
  await expect(
    form.appConnections.getByRole('group', { name: 'Second' }),
  ).toBeVisible();
});

test('What is wrong with a fabric and its service principal is said beside their fields, and read out', async ({
  asBob: page,
  portal,
}) => {
  const form = new SettingsPage(page);
  await form.open();
  await form.fabrics.getByRole('button', { name: 'Add fabric' }).click();
  await form.field('Paste to fill in').fill('select 1');
  await expect(form.field('Paste to fill in')).toHaveAccessibleDescription(
    /must be a JDBC URL, an HTTP path or a workspace URL/,
  );
  await form.field('Paste to fill in').fill('');
  await correct(form, [
    {
      field: 'Name',
      wrong: 'Reports!',
      says: /Name must be a name of at most 63/,
      right: 'reports',
    },
    {
      field: 'Title',
      wrong: 't'.repeat(201),
      says: /Title must be/,
      right: 'Reports',
    },
    {
      field: 'Description',
      wrong: 'd'.repeat(2001),
      says: /Description must be/,
      right: 'For sales',
    },
    {
      field: 'Owner',
      wrong: 'analytics',
      says: /Owner must be a full entity ref/,
      right: 'group:default/analytics',
    },
    {
      field: 'Workspace URL',
      wrong: 'http://10.0.0.1',
      says: /Workspace URL must be a workspace URL/,
      right: portal.simulators[0].url,
    },
    {
      field: 'Catalog',
      wrong: 'a/b',
      says: /Catalog must be a name/,
      right: 'main',
    },
    {
      field: 'Schema',
      wrong: 'a b',
      says: /Schema must be a name/,
      right: 'gold',
    },
  ]);
  // What is held against each other is said once each field is well by itself.
  await correct(form, [
    {
      field: 'Warehouse ID',
      wrong: '',
      says: /Warehouse ID is missing/,
      right: '77ff00aa',
    },
  ]);
  // Which hosts are allowed only the backend knows.
  await correct(form, [
    {
      field: 'Workspace URL',
      wrong: 'https://databricks.example.com',
      says: /Workspace URL must name a host/,
      right: portal.simulators[0].url,
    },
  ]);
  await form.save();

  await form.fabrics
    .getByRole('group', { name: 'Reports' })
    .getByRole('button', { name: 'Add service principal' })
    .click();
  await correct(form, [
    {
      field: 'Client ID',
      wrong: '',
      says: /Client ID is missing/,
      right: 'ca8d33a0-d25c-4594-9b09-83b1bdeb3685',
    },
    {
      field: 'Client secret',
      wrong: '',
      says: /Client secret is missing/,
      right: 'refused-by-databricks',
    },
    {
      field: 'Scopes',
      wrong: 'all-apis "quoted"',
      says: /Scopes must be/,
      right: '',
    },
    {
      field: 'Secret expires on',
      wrong: '1st of March',
      says: /Secret expires on must be a calendar date/,
      right: '2031-03-01',
    },
  ]);
  await form.button('Save').click();
  await expect(form.field('Client secret')).toBeFocused();
  await expect(form.field('Client secret')).toHaveAccessibleDescription(
    /Databricks refuses this client ID and secret/,
  );
});
