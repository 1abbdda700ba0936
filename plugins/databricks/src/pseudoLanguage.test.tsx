import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import type { JSX } from 'react';
import {
  connection,
  editableFabric,
  fabric,
  failedTest,
  inDays,
  inWorkspace,
  localDate,
  servicePrincipalFabric,
} from './__testUtils__/answers';
import { focusPortal, stubPopup } from './__testUtils__/browser';
import { pseudoLanguage, untranslated } from './__testUtils__/pseudoLanguage';
import { renderWithBackend } from './__testUtils__/renderWithBackend';
import { startBackend } from './__testUtils__/startBackend';
import { errorAnswer } from './__testUtils__/startSettingsBackend';
import { ConnectionsPage } from './connections/ConnectionsPage';
import { EntityFabricCard } from './entity/EntityFabricCard';
import { FabricPage } from './fabric/FabricPage';
import { FabricsPage } from './fabrics/FabricsPage';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(60_000);

const grace = { id: '7', userName: 'g@x.test', displayName: 'Grace Hopper' };
const secret = {
  clientId: 'x',
  name: 'analytics-etl',
  status: 'ready' as const,
};

/** All states of a fabric that a developer can meet, each in a workspace of its own. */
const fabrics: Fabric[] = [
  fabric({
    connection: connection({
      lastUsedBy: [{ consumer: 'scaffolder', at: inDays(-1) }],
      lastTest: { at: inDays(-1), ok: true },
    }),
    updatedAt: inDays(-3),
    updatedBy: 'user:default/bob',
    servicePrincipal: {
      ...secret,
      workedAt: inDays(-1),
      secretExpiresAt: localDate(300),
    },
  }),
  fabric({
    name: 'f-tested',
    title: 'F01',
    ...inWorkspace('W01', { connection: connection({ id: '1' }) }),
    lastTest: {
      user: failedTest('compute', 'D01'),
      servicePrincipal: failedTest('compute', 'D02'),
    },
    catalog: undefined,
  }),
  fabric({
    name: 'f-soon',
    title: 'F02',
    schema: undefined,
    ...inWorkspace('W02', {
      connection: connection({
        id: '2',
        status: 'expires_soon',
        signInExpiresAt: inDays(0.8),
        otherPerson: true,
        databricksUser: grace,
      }),
    }),
    warnings: [{ code: 'databricks_unavailable', message: '' }],
  }),
  fabric({
    name: 'f-ended',
    title: 'F03',
    type: 'spark',
    compute: {
      kind: 'cluster',
      id: 'k-1',
      httpPath: '/sql/protocolv1/o/0/k-1',
    },
    ...inWorkspace('W03', {
      connection: connection({
        id: '3',
        status: 'reconnect_required',
        endedAt: inDays(-1),
        reason: {
          code: 'ended_by_admin',
          message: '',
          values: { reason: 'D03' },
        },
      }),
    }),
    servicePrincipal: { ...secret, secretExpiresAt: localDate(9) },
    warnings: [{ code: 'service_principal_secret_expires', message: '' }],
  }),
  fabric({
    name: 'f-lost',
    title: 'F04',
    ...inWorkspace('W04', {
      connection: connection({ id: '4', status: 'unreadable' }),
    }),
    servicePrincipal: { ...secret, secretExpiresAt: localDate(-9) },
    warnings: [{ code: 'service_principal_secret_expires', message: '' }],
  }),
  fabric({
    name: 'f-refused',
    title: 'F05',
    ...inWorkspace('W05', {
      connection: connection({
        id: '5',
        lastTest: { at: inDays(-1), ok: false },
      }),
    }),
    servicePrincipal: { status: 'unchecked', clientId: 'D04' },
  }),
  editableFabric({
    name: 'f-new',
    title: 'F06',
    owner: '*',
    ...inWorkspace('W06'),
    servicePrincipal: { status: 'rejected', clientId: 'D04' },
  }),
  fabric({
    name: 'f-unset',
    title: 'F07',
    ...inWorkspace('W07', {
      appConnection: { name: '', title: '', ready: false },
    }),
    servicePrincipal: { status: 'missing' },
  }),
  fabric({
    name: 'f-alone',
    title: 'F08',
    type: 'prophecy',
    automationAs: 'user',
    servicePrincipal: undefined,
    ...inWorkspace('W08'),
    warnings: [{ code: 'schedules_cannot_run', message: '' }],
  }),
  servicePrincipalFabric({
    name: 'f-robot',
    title: 'F09',
    servicePrincipal: secret,
  }),
];

/** What is not a text of the portal: names, addresses, kinds of the catalog, and the library's own words. */
const data = [
  'Shared development warehouse',
  'Scheduled pipelines',
  'Analytics (dev)',
  'analytics-dev',
  'analytics-etl',
  'analytics',
  'platform',
  'bob',
  'Alice Example',
  'alice@example.com',
  'Grace Hopper',
  'g@x.test',
  // In place of pictures of them
  /^(AE|GH)$/,
  'Reports L',
  'Reports XL',
  'X-Large',
  'Sales',
  'Scaffolder',
  'service',
  'E01',
  /\bf-[a-z]+/g,
  /\b[FWD]0\d\b/g,
  /\b[a-z]+(\.gold)/g,
  'gold',
  'main',
  'You are alice there.',
  /jdbc:databricks:\S+/g,
  /\/sql\/\S+/g,
  'adb-1234567890123456.7.azuredatabricks.net',
  /w\d\d\.cloud\.databricks\.com/g,
  'http://backend.test/api/databricks/oauthredirect',
  '9d1e',
  // Time zones, in the exact times on hover
  /UTC|GMT(\+\d+)?/g,
  // The library says these itself, in the language of the browser
  'Close',
  'Dismiss',
  '0 notifications.',
  // Between two values that are chosen
  ' and ',
  'Clear search',
  'Remove',
  /Press [^.]*\./g,
];

describe('in another language', () => {
  let backend: ReturnType<typeof startBackend>;
  const language = () => pseudoLanguage();
  const show = (element: JSX.Element, address?: string) =>
    renderWithBackend(element, {
      address,
      language: language(),
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'e',
            title: 'E01',
            annotations: { 'databricks.com/fabric': 'analytics-dev' },
          },
          spec: { type: 'service' },
        },
      ],
    });
  const expectTranslated = () =>
    expect(untranslated(document.body, data)).toEqual([]);

  beforeEach(() => {
    backend = startBackend(server, fabrics);
    backend.list = {
      admins: ['group:default/platform'],
      paused: { since: inDays(-1), by: 'user:default/bob', reason: 'D05' },
    };
    backend.compute = {
      kind: 'warehouse',
      id: 'abc123',
      name: 'Reports XL',
      state: 'stopped',
      size: 'X-Large',
    };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('finds a text that is not translated', () => {
    const root = document.createElement('div');
    root.innerHTML = '<p title="Ｂy hand">Ｓａｌｅｓ Sales</p><b>by hand</b>';
    expect(untranslated(root, ['Sales'])).toEqual(['by hand', 'Ｂy hand']);
  });

  it('says all that the list of fabrics says', async () => {
    show(<FabricsPage />, '/?owner=*,group:default/analytics');
    await screen.findAllByText('F09');
    await screen.findByRole('button', { name: /^Ｍｏｒｅ.* F06/ });
    expectTranslated();
    for (const name of ['F06', 'W05']) {
      await userEvent.click(
        screen.getByRole('button', { name: new RegExp(`^Ｍｏｒｅ.* ${name}`) }),
      );
      expect(screen.getAllByRole('menuitem').length).toBeGreaterThan(1);
      expectTranslated();
      await userEvent.keyboard('{Escape}');
    }
    await userEvent.click(
      screen.getAllByRole('button', { name: /^Ｗｈｏ .* W07$/ })[0],
    );
    expect(await screen.findByRole('dialog')).toBeVisible();
    expectTranslated();
  });

  it.each(['/?q=zzz', '/?q=zzz&needs=you', '/?type=x'])(
    'says that nothing is found at %s',
    async address => {
      show(<FabricsPage />, address);
      await screen.findByText(/Ｎｏ ｆａｂｒｉｃ ｍａｔｃｈｅｓ/);
      expect(untranslated(document.body, [...data, 'zzz', /\bx\b/g])).toEqual(
        [],
      );
    },
  );

  it.each([true, false])(
    'says that there are none, to an admin: %s',
    async admin => {
      backend.fabrics = [];
      backend.list = { admin, admins: ['group:default/platform'] };
      show(<FabricsPage />);
      expect(await screen.findByText(/ｆａｂｒｉｃｓ.* ｙｅｔ/)).toBeVisible();
      expectTranslated();
    },
  );

  it.each(['unavailable', 'not_allowed'])('says that it is %s', async code => {
    backend.answer = () =>
      errorAnswer(code === 'unavailable' ? 503 : 403, code, '');
    show(<FabricsPage />);
    expect(await screen.findByRole('alert')).toBeVisible();
    expectTranslated();
  });

  it.each(fabrics.map(({ name }) => name))(
    'says all of the fabric %s',
    async name => {
      show(<FabricPage name={name} />);
      await screen.findByRole('heading', { level: 2 });
      await waitFor(() =>
        expect(
          screen.getAllByText(/Reports XL|Ｃｌｕｓｔｅｒ/),
        ).not.toHaveLength(0),
      );
      expectTranslated();
    },
  );

  it('says who may use what on the card of an entity', async () => {
    show(
      <EntityProvider
        entity={{
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: {
            name: 'e',
            annotations: {
              'databricks.com/fabric': [
                ...fabrics.map(it => it.name),
                'f-none',
              ].join(),
            },
          },
        }}
      >
        <EntityFabricCard />
      </EntityProvider>,
    );
    expect(await screen.findAllByRole('heading', { level: 3 })).toHaveLength(
      fabrics.length,
    );
    expectTranslated();
  });

  it('says all of the user’s connections, and that there are none', async () => {
    show(<ConnectionsPage notificationSettings="/settings" />);
    await screen.findByRole('region', { name: 'W05' });
    await screen.findAllByRole('link', { name: 'Analytics (dev)' });
    expectTranslated();
    backend.fabrics = [];
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    focusPortal();
    await waitFor(() => expect(screen.queryByRole('listitem')).toBeNull());
    expectTranslated();
  });

  it('says all that the dialog says, from the offer to the end', async () => {
    stubPopup();
    const page = show(<FabricsPage />, '/?connect=w06');
    const dialog = await screen.findByRole('dialog');
    const press = (index: number) =>
      userEvent.click(within(dialog).getAllByRole('button').slice(index)[0]);
    expectTranslated();
    await press(-1);
    await within(dialog).findByText(/Ａ ｗｉｎｄｏｗ/);
    await userEvent.click(
      within(dialog).getByRole('button', { expanded: false }),
    );
    expectTranslated();
    for (const status of ['denied', 'expired', 'failed'] as const) {
      backend.signIn = {
        status,
        error: { code: 'missing_scopes', message: 'No.' },
      };
      focusPortal();
      await waitFor(() =>
        expect(within(dialog).queryByText(/Ａ ｗｉｎｄｏｗ/)).toBeNull(),
      );
      expectTranslated();
      backend.signIn = { status: 'pending' };
      if (status !== 'failed') {
        stubPopup();
        await press(-1);
        await within(dialog).findByText(/Ａ ｗｉｎｄｏｗ ｈａｓ/);
      }
    }
    expect(page.toasts).toEqual([]);
  });

  it.each([
    ['Ｓｗｉｔｃｈ ａｃｃｏｕｎｔ', /Ｓｉｇｎ ｏｕｔ ｏｆ Ｄ/],
    ['Ｄｉｓｃｏｎｎｅｃｔ', /Ｔｈｅ ｐｏｒｔａｌ ｆｏｒｇｅｔｓ/],
  ])('says all that %s says', async (item, text) => {
    show(<FabricsPage />);
    await screen.findAllByText('F09');
    await userEvent.click(
      screen.getByRole('button', { name: /^Ｍｏｒｅ .* Sales$/ }),
    );
    await userEvent.click(screen.getByRole('menuitem', { name: item }));
    expect(await screen.findByText(text)).toBeVisible();
    expectTranslated();
  });
});
