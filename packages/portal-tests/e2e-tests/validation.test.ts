import { chooseFromMenu } from './chooseFromMenu';
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
    await form.fill(field, wrong);
  }
  await form.button('Save').click();
  await expect(
    form.dialog.getByText(
      steps.length === 1
        ? 'One field needs you'
        : `${steps.length} fields need you`,
    ),
  ).toBeVisible();
  await expect(form.field(steps[0].field)).toBeFocused();
  for (const { field, says } of steps) {
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
  }
  for (const { field, says, right } of steps) {
    await form.fill(field, right);
    await expect(form.field(field)).not.toHaveAttribute('aria-invalid', 'true');
    await expect(form.dialog.getByText(says)).toBeHidden();
  }
}

test('What is wrong with an app connection is said beside its fields, and read out', async ({
  asBob: page,
}) => {
  const form = new SettingsPage(page);
  await form.open('app-connections', '?edit=app-connection');
  await form.unfold();
  await correct(form, [
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
      field: 'Name',
      wrong: 'default',
      says: /Name is taken already/,
      right: 'second',
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
  await expect(form.appConnection('Second')).toBeVisible();
});

test('What is wrong with a fabric and its service principal is said beside their fields, and read out', async ({
  asBob: page,
  portal,
}) => {
  const form = new SettingsPage(page);
  await form.open('fabrics', '?edit=fabric');
  await form.fill('Paste first', 'select 1');
  await expect(form.field('Paste first')).toHaveAccessibleDescription(
    /it has to be a JDBC URL, an HTTP path or the address of a workspace/,
  );
  await form.fill('Paste first', '');
  await form.unfold();
  await correct(form, [
    {
      field: 'Title',
      wrong: 't'.repeat(201),
      says: /Title must be/,
      right: 'Reports',
    },
    {
      field: 'Owner',
      wrong: 'nobody whom one knows',
      says: /Owner must be a group or a person of the list/,
      right: 'group:default/analytics',
    },
    {
      field: 'Workspace',
      wrong: 'http://10.0.0.1',
      says: /Workspace must be a workspace URL/,
      right: portal.simulators[0].url,
    },
    {
      field: 'SQL warehouse',
      wrong: '',
      says: /SQL warehouse is missing/,
      right: '77ff00aa',
    },
    {
      field: 'Catalog and schema',
      wrong: 'a/b',
      says: /Catalog and schema must be/,
      right: 'main.gold',
    },
    {
      field: 'Name',
      wrong: 'Reports!',
      says: /Name must be a name of at most 63/,
      right: 'reports',
    },
    {
      field: 'Description',
      wrong: 'd'.repeat(2001),
      says: /Description must be/,
      right: 'For sales',
    },
  ]);
  // Which hosts are allowed only the backend knows.
  await correct(form, [
    {
      field: 'Workspace',
      wrong: 'https://databricks.example.com',
      says: /Workspace must name a host/,
      right: portal.simulators[0].url,
    },
  ]);
  await form.save();
  await expect(form.row('Reports')).toBeVisible();

  await chooseFromMenu(page, 'Reports', 'Service principal');
  await form.unfold();
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
  ]);
  await form.fillDate('Secret ends on', '03012031');
  await form.button('Save').click();
  await expect(form.field('Client secret')).toBeFocused();
  await expect(form.field('Client secret')).toHaveAccessibleDescription(
    /Databricks refuses this client ID and secret/,
  );
});
