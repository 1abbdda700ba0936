import demoWorkspaces from 'backend/demo-workspaces.json';
import { chooseFromMenu } from './chooseFromMenu';
import { signInAs } from './ConnectDialog';
import { FabricsPage } from './FabricsPage';
import { NO_MEMBER } from './noMember';
import { expect, test } from './portal';
import { SettingsPage } from './SettingsPage';
import type { Portal } from './startPortal';

// A long list to mend, on machines that may be busy
test.describe.configure({ timeout: 180_000 });

test.use({ empty: true });

const SECRET = 'the-right-secret';
const [SOON, LATE, FIRST, SECOND] = demoWorkspaces.servicePrincipals;
const NIGHTLY = { clientId: 'nightly-sp', clientSecret: 'first-secret' };
const FAR = '03012031';

/** The calendar date in so many days. */
function dateIn(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** Defines what has something wrong with it, each for another reason. */
async function defineFaults(portal: Portal): Promise<void> {
  const { client, url } = portal.backend;
  const [development, production] = portal.simulators;
  const { account } = development;
  const put = async (path: string, json: object, etag?: string) => {
    const { status, body } = await client.request(`/api/databricks/${path}`, {
      method: 'PUT',
      as: 'bob',
      json: { ...json },
      headers: etag ? { 'if-match': `"${etag}"` } : {},
    });
    expect(status, body).toBeLessThan(300);
    return JSON.parse(body).etag as string;
  };
  const redirectUris = [
    `${url}/api/databricks/oauthredirect`,
    `${url}/metadata/oauthCallback`,
  ];
  for (const [name, more] of [
    ['main', { clientSecret: 'a-wrong-secret' }],
    ['partners', { clientSecret: 'another-wrong-secret' }],
    ['forgetful', { clientSecret: SECRET, scopes: ['all-apis'] }],
    ['reports', { clientSecret: SECRET }],
  ] as const) {
    const clientId = `${name}-client`;
    account.addAppConnection({ clientId, clientSecret: SECRET, redirectUris });
    await put(`app-connections/${name}`, {
      title: name.charAt(0).toUpperCase() + name.slice(1),
      clientId,
      default: name === 'main',
      ...more,
    });
  }

  account.addServicePrincipal(NIGHTLY);
  const asPeople = { type: 'prophecy', oauthType: 'u2m' };
  for (const [name, more, servicePrincipal] of [
    ['sales', { ...asPeople, appConnection: 'main' }],
    ['orders', { ...asPeople, appConnection: 'partners' }],
    [
      'published',
      {
        ...asPeople,
        appConnection: 'reports',
        workspaceUrl: production.url,
      },
    ],
    ['orphan', { ...asPeople, owner: 'group:default/ghosts' }],
    ['away', { ...asPeople, workspaceUrl: 'http://127.0.0.1:9' }],
    ['nightly', { type: 'prophecy', oauthType: 'm2m' }, NIGHTLY],
    ['rates', {}, { ...SOON, secretExpiresAt: dateIn(5) }],
    ['budget', {}, { ...LATE, secretExpiresAt: dateIn(-5) }],
    ['churn', {}],
    ['sandbox', {}],
  ] as [string, object, object?][]) {
    const etag = await put(`fabrics/${name}`, {
      title: name.charAt(0).toUpperCase() + name.slice(1),
      type: 'sql',
      owner: 'group:default/analytics',
      workspaceUrl: development.url,
      warehouseId: '77ff00aa',
      ...more,
    });
    if (servicePrincipal) {
      const { displayName: _, ...input } = servicePrincipal as typeof SOON;
      await put(`fabrics/${name}/service-principal`, input, etag);
    }
  }

  account.addServicePrincipal({ ...NIGHTLY, clientSecret: 'second-secret' });
  development.faults.next('me', { kind: 'status', status: 401 });
  await client.request('/api/databricks/fabrics/nightly/test', {
    method: 'POST',
    as: 'alice',
  });
}

test('Bob mends everything that the overview tells, by what each line opens', async ({
  asAlice,
  asBob: page,
  portal,
}) => {
  await defineFaults(portal);

  const fabrics = new FabricsPage(asAlice);
  await fabrics.open();
  await fabrics.connect(fabrics.row('Published'));
  portal.simulators[1].faults.next('me', NO_MEMBER);
  await fabrics.choose('Published', 'Test');
  await expect(fabrics.row('Published')).toContainText('Refused');
  for (const title of ['Sales', 'Orders']) {
    const popup = await fabrics.openWindow(fabrics.row(title));
    await signInAs(popup, 'Ada Lovelace');
    await expect(fabrics.dialog.button('Close')).toBeVisible();
    await fabrics.dialog.leave();
  }

  const settings = new SettingsPage(page);
  await settings.open();
  await settings.checkAgain();
  const away = /127\.0\.0\.1:9 cannot be reached/;
  await expect(settings.needs(away)).toBeVisible();
  await expect(settings.needs(/has not been checked/)).toHaveCount(0);
  // Two of them can only be mended in app-config
  await expect(settings.needs()).toHaveCount(12);
  const form = settings;
  const toOverview = () => settings.tab('Overview').click();
  const mended = (text: RegExp) => expect(settings.needs(text)).toHaveCount(0);

  for (const title of ['Main', 'Partners']) {
    const rejected = new RegExp(`rejects the app connection ${title}`);
    await settings.fix(rejected, 'Enter a new secret');
    await expect(form.field('New client secret')).toBeFocused();
    await form.fill('New client secret', SECRET);
    await form.save();
    await mended(rejected);
  }

  const offline = /offline_access is missing in Forgetful/;
  await settings.fix(offline, 'Change app connection');
  await form.unfold();
  await form.fill('Scopes', '');
  await form.save();
  await mended(offline);

  const owner = /owner of Orphan is not in the catalog/;
  await settings.fix(owner, 'Change fabric');
  await form.choose('Owner', 'Analytics');
  await form.save();
  await mended(owner);

  await settings.fix(away, 'Show them');
  await expect(settings.rows).toHaveCount(1);
  await chooseFromMenu(page, 'Away', 'Edit');
  await form.fill('Workspace', portal.simulators[0].url);
  await form.save();
  await toOverview();
  await mended(away);

  for (const [line, secret, date] of [
    [/service principal of Nightly/, 'second-secret'],
    [/ends in \d days.*Used by Rates/s, SOON.clientSecret, FAR],
    [/ended on.*Budget/s, LATE.clientSecret, FAR],
  ] as [RegExp, string, string?][]) {
    await settings.fix(line, 'Enter a new secret');
    await expect(form.field('Client secret')).toBeFocused();
    await form.fill('Client secret', secret);
    if (date) {
      await form.fillDate('Secret ends on', date);
    }
    await form.save();
    await mended(line);
  }

  const missing = /2 fabrics have no service principal/;
  await settings.fix(missing, 'Show them');
  await expect(settings.rows).toHaveCount(2);
  for (const [title, { clientId, clientSecret }] of [
    ['Churn', FIRST],
    ['Sandbox', SECOND],
  ] as const) {
    await chooseFromMenu(page, title, 'Service principal');
    await form.fill('Client ID', clientId);
    await form.fill('Client secret', clientSecret);
    await form.save();
  }
  await toOverview();
  await mended(/no service principal/);

  const refused = /refuses people at/;
  await settings.fix(refused, 'Show them');
  await chooseFromMenu(page, 'Alice', 'End this connection');
  await settings.button('End 1 connection').click();
  await expect(settings.dialog).toBeHidden();
  await toOverview();
  await mended(refused);

  // A portal on one machine, as this is
  await expect(settings.needs()).toHaveText([/http/, /SQLite/]);
});
