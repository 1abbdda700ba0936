import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { DateTime } from 'luxon';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  connection,
  editableFabric,
  fabric,
  failedTest,
  inDays,
  localDate,
  servicePrincipalFabric,
} from '../__testUtils__/answers';
import {
  focusPortal,
  stubPopup,
  watchClipboard,
} from '../__testUtils__/browser';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { startBackend } from '../__testUtils__/startBackend';
import { errorAnswer } from '../__testUtils__/startSettingsBackend';
import { FabricPage } from './FabricPage';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const grace = {
  id: '7',
  userName: 'grace@x.test',
  displayName: 'Grace Hopper',
};

describe('FabricPage', () => {
  let backend: ReturnType<typeof startBackend>;
  const show = async (
    shown: Fabric,
    options: Parameters<typeof renderWithBackend>[1] = {},
  ) => {
    backend.fabrics = [shown, ...backend.fabrics];
    const page = renderWithBackend(<FabricPage name={shown.name} />, options);
    await screen.findByRole('heading', { level: 2 });
    return page;
  };
  const surface = (name: string) =>
    screen.getByRole('region', { name: new RegExp(`^${name}`) });
  const needs = () =>
    within(screen.getByRole('list', { name: 'What needs somebody' }))
      .getAllByRole('listitem')
      .map(it => it.textContent);
  const filled = () =>
    screen
      .getAllByRole('button')
      .concat(screen.queryAllByRole('link'))
      .filter(it => it.getAttribute('data-variant') === 'primary')
      .map(it => it.textContent);

  beforeEach(() => {
    backend = startBackend(server);
    backend.list = { admins: ['group:default/platform'] };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('is quiet when all is well: who acts, where it runs, no line and no filled button', async () => {
    backend.compute = {
      kind: 'warehouse',
      id: 'abc123',
      name: 'Reports XL',
      state: 'running',
      size: 'X-Large',
    };
    await show(
      fabric({
        connection: connection(),
        updatedAt: inDays(-3),
        updatedBy: 'user:default/bob',
        servicePrincipal: {
          clientId: 'x',
          name: 'analytics-etl',
          status: 'ready',
          workedAt: inDays(-0.5),
          secretExpiresAt: localDate(300),
        },
      }),
    );
    expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent(
      'Analytics (dev) SQL',
    );
    expect(
      screen.queryByRole('list', { name: 'What needs somebody' }),
    ).toBeNull();
    expect(filled()).toEqual([]);
    expect(
      within(screen.getByRole('navigation', { name: 'Where you are' }))
        .getAllByRole('link')
        .map(it => [it.textContent, it.getAttribute('href')]),
    ).toEqual([
      ['Fabrics', '/databricks/fabrics'],
      ['analytics', '/databricks/fabrics?owner=group%3Adefault%2Fanalytics'],
    ]);

    const acts = surface('Who acts here');
    expect(acts).toHaveTextContent('Alice Example when you work here');
    expect(acts).toHaveTextContent(
      'alice@example.com · about 6 days left · connected 1 day ago',
    );
    expect(acts).toHaveTextContent(
      'analytics-etl when a schedule or a deployment runs',
    );
    expect(acts).toHaveTextContent(
      /Service principal · last worked 12 hours ago · secret ends /,
    );

    const runs = surface('Where it runs');
    await waitFor(() =>
      expect(runs).toHaveTextContent(
        'Reports XL running SQL warehouse, X-Large',
      ),
    );
    const about = surface('About');
    expect(about).toHaveTextContent('Owneranalytics');
    expect(about).toHaveTextContent('Nameanalytics-dev');
    expect(about).toHaveTextContent('Changed3 days ago by bob');
    expect(about).not.toHaveTextContent('Kept in');
  });

  it('says where it runs, each to copy and to open at Databricks, and no state that nobody knows', async () => {
    const user = userEvent.setup();
    const copied = watchClipboard();
    await show(fabric());
    const runs = surface('Where it runs');
    expect(
      within(runs)
        .getAllByRole('term')
        .map(it => it.textContent),
    ).toEqual(['Workspace', 'Compute', 'Data', 'HTTP path', 'JDBC URL']);
    expect(runs).toHaveTextContent(
      'Sales adb-1234567890123456.7.azuredatabricks.net',
    );
    expect(runs).toHaveTextContent('state unknown');
    const url = 'https://adb-1234567890123456.7.azuredatabricks.net';
    expect(
      within(runs)
        .getAllByRole('link')
        .map(it => it.getAttribute('href')),
    ).toEqual([
      url,
      `${url}/sql/warehouses/abc123`,
      `${url}/explore/data/main/gold`,
    ]);
    for (const [name, text] of [
      ['Workspace', url],
      ['Compute', 'abc123'],
      ['Data', 'main.gold'],
      ['HTTP path', '/sql/1.0/warehouses/abc123'],
      [
        'JDBC URL',
        expect.stringMatching(/^jdbc:databricks:.*ConnSchema=gold$/),
      ],
    ]) {
      await user.click(
        within(runs).getByRole('button', { name: `Copy ${name}` }),
      );
      expect(copied()).toEqual(text);
    }
  });

  it('asks for the state of the compute again when the portal gets the focus', async () => {
    backend.compute = { kind: 'warehouse', id: 'abc123', state: 'stopped' };
    await show(fabric({ connection: connection() }));
    const runs = surface('Where it runs');
    await waitFor(() => expect(runs).toHaveTextContent('stopped'));
    backend.compute = { kind: 'warehouse', id: 'abc123', state: 'starting' };
    focusPortal();
    await waitFor(() => expect(runs).toHaveTextContent('starting'));
  });

  it('tells what needs somebody, worst first, with one filled button', async () => {
    const { popup } = stubPopup();
    await show(
      editableFabric({
        connection: connection({
          status: 'expires_soon',
          signInExpiresAt: inDays(20 / 24),
          databricksUser: grace,
          otherPerson: true,
        }),
        servicePrincipal: { clientId: 'x', name: 'etl', status: 'rejected' },
        warnings: [
          {
            code: 'fewer_scopes',
            message: 'Databricks granted less than was asked: sql.',
          },
          { code: 'databricks_unavailable', message: 'Away.' },
        ],
      }),
    );
    expect(needs()).toEqual([
      'Databricks rejects etlSchedules and deployments fail until its secret is renewed.Enter a new secret',
      expect.stringMatching(
        /^Your sign-in as Grace Hopper \(not you\) ends in about 20 hours.*Reconnect$/,
      ),
      'Databricks granted less than was asked: sql.',
      expect.stringMatching(/^Databricks could not be reached\./),
    ]);
    expect(filled()).toEqual(['Reconnect']);
    await userEvent.click(
      screen.getByRole('button', { name: /^Reconnect to Sales/ }),
    );
    await waitFor(() => expect(popup.location.replace).toHaveBeenCalled());
  });

  it.each<[string, Partial<Fabric>, RegExp[], string[]]>([
    [
      'not connected',
      {},
      [
        /^You are not connected to SalesConnect once; it serves the one fabric there\.Connect$/,
      ],
      ['Connect'],
    ],
    [
      'ended by an admin',
      {
        connection: connection({
          status: 'reconnect_required',
          reason: {
            code: 'ended_by_admin',
            message: 'An admin ended it.',
            values: { reason: 'Left the team' },
          },
        }),
      },
      [
        /^Your sign-in as Alice Example has ended.*wrote: “Left the team”\. Reconnect to work here/,
      ],
      ['Reconnect'],
    ],
    [
      'unreadable',
      { connection: connection({ status: 'unreadable' }) },
      [/^Your sign-in cannot be read.*Reconnect$/],
      ['Reconnect'],
    ],
    [
      'refused',
      {
        connection: connection({
          lastTest: {
            at: inDays(-1),
            ok: false,
            problem: {
              code: 'x',
              message: 'Your address is not allowed there.',
            },
          },
        }),
      },
      [
        /^Databricks refuses Alice ExampleYour address is not allowed there\.Who to ask$/,
      ],
      [],
    ],
    [
      'refused and about to end',
      {
        connection: connection({
          status: 'expires_soon',
          signInExpiresAt: inDays(0.5),
          databricksUser: grace,
          otherPerson: true,
          reason: { code: 'databricks_refused', message: 'Not from there.' },
        }),
      },
      [
        /^Databricks refuses Grace Hopper \(not you\).*Who to ask$/,
        /^Your sign-in as Grace Hopper \(not you\) ends in about 12 hours.*Reconnect$/,
      ],
      ['Reconnect'],
    ],
    [
      'signed in to a portal that Databricks rejects',
      {
        connection: connection({
          reason: { code: 'app_connection_rejected', message: '' },
        }),
      },
      [
        /^Your sign-in as Alice Example cannot be renewedDatabricks does not accept this portal\..*Who to ask$/,
      ],
      [],
    ],
    [
      'refused something, and cannot be renewed',
      {
        connection: connection({
          status: 'expires_soon',
          reason: { code: 'app_connection_rejected', message: '' },
          lastTest: {
            at: inDays(-1),
            ok: false,
            problem: { code: 'x', message: 'Not you.' },
          },
        }),
      },
      [
        /^Databricks refuses Alice ExampleNot you\./,
        /^Your sign-in as Alice Example cannot be renewed/,
      ],
      [],
    ],
    [
      'tested in vain, and cannot be renewed',
      {
        connection: connection({
          reason: { code: 'app_connection_rejected', message: '' },
        }),
        lastTest: { user: failedTest('compute') },
      },
      [
        /^Your sign-in as Alice Example cannot be renewed/,
        /^It is not there\./,
      ],
      [],
    ],
    [
      'not set up any more',
      {
        connection: connection({ status: 'reconnect_required' }),
        appConnection: { name: '', title: '', ready: false },
      },
      [/^Nobody can connect to Sales yet.*Who to ask$/],
      [],
    ],
    [
      'not set up',
      { appConnection: { name: '', title: '', ready: false } },
      [
        /^Nobody can connect to Sales yetAn admin of the portal finishes its registration\.Who to ask$/,
      ],
      [],
    ],
    [
      'tested in vain',
      { connection: connection(), lastTest: { user: failedTest('compute') } },
      [
        /^It is not there\.The last test below says how to fix it\.Copy a message$/,
      ],
      [],
    ],
    [
      'refused something, and could not be asked for another',
      {
        connection: connection(),
        failedTests: ['data'],
        lastTest: {
          user: {
            at: inDays(-0.1),
            ok: false,
            failed: ['schema'],
            checks: [
              {
                id: 'compute',
                state: 'failed',
                message: 'Away.',
                values: { code: 'databricks_unavailable' },
              },
              { id: 'schema', state: 'failed', message: 'No right to it.' },
            ],
          },
        },
      },
      [/^No right to it\./],
      [],
    ],
    [
      'tested in vain by a sign-in that ends soon',
      {
        connection: connection({
          status: 'expires_soon',
          signInExpiresAt: inDays(-0.1),
        }),
        lastTest: { user: failedTest('compute') },
      },
      [
        /^It is not there\..*Copy a message$/,
        /^Your sign-in as Alice Example may end any time.*Reconnect$/,
      ],
      ['Reconnect'],
    ],
    [
      'without a service principal, which others have to add',
      { connection: connection(), servicePrincipal: { status: 'missing' } },
      [
        /^There is no service principalSchedules and deployments cannot run here\.Copy a message for platform$/,
      ],
      [],
    ],
    [
      'with a secret that ends',
      {
        connection: connection(),
        servicePrincipal: {
          clientId: 'x',
          name: 'etl',
          status: 'ready',
          secretExpiresAt: localDate(9),
        },
        warnings: [{ code: 'service_principal_secret_expires', message: '' }],
      },
      [/^The secret of etl ends in \d+ days.*Copy a message for platform$/],
      [],
    ],
    [
      'with a secret that ends today',
      {
        connection: connection(),
        servicePrincipal: {
          clientId: 'x',
          name: 'etl',
          status: 'ready',
          secretExpiresAt: DateTime.utc().toISODate(),
        },
        warnings: [{ code: 'service_principal_secret_expires', message: '' }],
      },
      [/^The secret of etl ends today/],
      [],
    ],
    [
      'with a secret that nobody can read',
      {
        connection: connection(),
        canEdit: true,
        servicePrincipal: { clientId: 'x', name: 'etl', status: 'unchecked' },
        warnings: [
          {
            code: 'encryption_key_unavailable',
            message: 'Its key is missing.',
          },
        ],
      },
      [
        /^The secret of etl cannot be readIts key is missing\.Enter a new secret$/,
      ],
      [],
    ],
    [
      'with a service principal that Databricks refuses for good',
      {
        connection: connection(),
        canEdit: true,
        servicePrincipal: {
          clientId: 'x',
          name: 'etl',
          status: 'ready',
          refusal: 'not_a_member',
        },
        warnings: [
          {
            code: 'databricks_refused',
            message: 'The user, that is.',
            values: { reason: 'ip_access_list' },
          },
          {
            code: 'databricks_refused',
            message: 'No.',
            values: { reason: 'not_a_member' },
          },
        ],
      },
      [
        /^Databricks refuses etlDatabricks refuses this account in the workspace\. It is not a member there; an admin of the workspace can add it\.Copy a message$/,
      ],
      [],
    ],
    [
      'with a failed test of its service principal',
      {
        connection: connection(),
        lastTest: {
          servicePrincipal: failedTest('compute', 'etl may not use it.'),
        },
      },
      [
        /^etl may not use it\.The last test below says how to fix it\.Test again$/,
      ],
      [],
    ],
    [
      'with a failed test of its service principal, whose secret ends',
      {
        connection: connection(),
        lastTest: {
          servicePrincipal: failedTest('compute', 'etl may not use it.'),
        },
        servicePrincipal: {
          clientId: 'x',
          name: 'etl',
          status: 'ready',
          secretExpiresAt: localDate(3),
        },
        warnings: [{ code: 'service_principal_secret_expires', message: '' }],
      },
      [
        /^etl may not use it\..*Test again$/,
        /^The secret of etl ends in \d days.*Copy a message for platform$/,
      ],
      [],
    ],
    [
      'run by nobody',
      {
        type: 'prophecy',
        connection: connection(),
        automationAs: 'user',
        servicePrincipal: undefined,
        warnings: [{ code: 'schedules_cannot_run', message: '' }],
      },
      [/^Schedules cannot run here/],
      [],
    ],
  ])(
    'says what a fabric needs that is %s',
    async (_, changes, lines, buttons) => {
      await show(fabric(changes));
      const shown = needs();
      expect(shown).toHaveLength(lines.length);
      lines.forEach((line, index) => expect(shown[index]).toMatch(line));
      expect(filled()).toEqual(buttons);
    },
  );

  it('signs in again for a Prophecy fabric by its own name, whose redirect URL is another', async () => {
    stubPopup();
    await show(
      fabric({
        type: 'prophecy',
        connection: connection({ status: 'expires_soon' }),
      }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: /^Reconnect to Sales/ }),
    );
    await waitFor(() =>
      expect(backend.bodies).toEqual([
        { fabric: 'analytics-dev', display: 'popup', returnTo: '/' },
      ]),
    );
  });

  it('gives who may not mend it a message for who may', async () => {
    const user = userEvent.setup();
    const copied = watchClipboard();
    // Its owners may: who may not is none of them, or it stands in app-config
    await show(
      fabric({
        connection: connection(),
        servicePrincipal: { status: 'missing' },
      }),
    );
    await user.click(
      await screen.findByRole('button', {
        name: 'Copy a message for platform',
      }),
    );
    expect(copied()).toBe(
      'Analytics (dev): There is no service principal Schedules and deployments cannot run here. http://localhost/',
    );
  });

  it('has one identity where the service principal acts always, and nobody where only the user does', async () => {
    await show(servicePrincipalFabric());
    expect(surface('Who acts here')).toHaveTextContent(
      /^Who acts hereanalytics-etl when you work here and when a schedule runsService principal$/,
    );
  });

  it('shows what the last test found, what failed first, with how to fix it', async () => {
    await show(
      fabric({
        connection: connection(),
        lastTest: {
          user: failedTest('compute', 'The warehouse does not exist.'),
        },
      }),
    );
    const test = surface('Last test');
    expect(test).toHaveTextContent('5 hours ago, as Alice Example');
    expect(
      within(test)
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'FailedThe warehouse does not exist.How to fix40 ms',
      'OKYou are alice there.210 ms',
    ]);
    await userEvent.click(
      within(test).getByRole('button', { name: 'How to fix' }),
    );
    const help = await screen.findByRole('dialog');
    expect(help).toHaveTextContent('The warehouse does not exist.');
    expect(
      within(help).getByRole('link', { name: /Open in Databricks/ }),
    ).toHaveAttribute('href', 'https://docs.databricks.com/fix');
  });

  it('runs a first test, and shows it in the same place', async () => {
    const page = await show(fabric({ connection: connection() }));
    const test = surface('Last test');
    expect(test).toHaveTextContent('Not tested yet');
    backend.test = { ok: true, checks: [] };
    backend.answer = call => {
      if (call.startsWith('POST')) {
        backend.fabrics = backend.fabrics.map(it => ({
          ...it,
          lastTest: {
            user: {
              at: inDays(0),
              ok: true,
              checks: [
                { id: 'identity', state: 'ok', message: 'You are alice.' },
              ],
            },
          },
        }));
      }
      return undefined;
    };
    await userEvent.click(within(test).getByRole('button', { name: 'Test' }));
    await waitFor(() => expect(test).toHaveTextContent('OKYou are alice.'));
    expect(
      within(test).getByRole('button', { name: 'Test again' }),
    ).toBeEnabled();
    expect(page.toasts.map(it => it.title)).toEqual([
      'Analytics (dev) works as Alice Example',
    ]);
  });

  it('says why a test could not be run', async () => {
    const page = await show(fabric({ connection: connection() }));
    backend.answer = call =>
      call.startsWith('POST')
        ? errorAnswer(503, 'throttled', 'Slow down.')
        : undefined;
    await userEvent.click(
      within(surface('Last test')).getByRole('button', { name: 'Test' }),
    );
    await waitFor(() =>
      expect(page.toasts.map(it => it.title)).toEqual([
        'The test could not be run: Databricks asks the portal to slow down. Try again in a moment.',
      ]),
    );
    expect(
      within(surface('Last test')).getByRole('button', { name: 'Test' }),
    ).toBeEnabled();
  });

  it('offers no test where nobody could run it', async () => {
    await show(fabric());
    expect(screen.queryByRole('button', { name: 'Test' })).toBeNull();
  });

  it.each([
    ['the menu of a service principal', { name: 'etl' }, 'etl'],
    ['one that has no name', { clientId: undefined }, 'the service principal'],
  ])('tests as the service principal, from %s', async (_, changes, who) => {
    const page = await show(
      fabric({
        connection: connection(),
        servicePrincipal: { clientId: 'x', status: 'ready', ...changes },
      }),
    );
    const [, ofServicePrincipal] = within(
      surface('Who acts here'),
    ).getAllByRole('button', { name: /^More actions/ });
    await userEvent.click(ofServicePrincipal);
    expect(screen.getAllByRole('menuitem').map(it => it.textContent)).toEqual([
      'Test',
    ]);
    await userEvent.click(screen.getByRole('menuitem', { name: 'Test' }));
    await waitFor(() =>
      expect(page.toasts.map(it => it.title)).toEqual([
        `Analytics (dev) works as ${who}`,
      ]),
    );
    expect(backend.bodies).toEqual([{ as: 'servicePrincipal' }]);
  });

  it('tests as another person in their name, and says that it is not the user', async () => {
    const page = await show(
      fabric({
        connection: connection({ databricksUser: grace, otherPerson: true }),
        lastTest: { user: failedTest('compute') },
      }),
    );
    expect(surface('Last test')).toHaveTextContent('as Grace Hopper, not you');
    const works = 'Analytics (dev) works as Grace Hopper, not you';
    for (const [index, name] of ['Test', 'Test again'].entries()) {
      await userEvent.click(screen.getByRole('button', { name }));
      await waitFor(() => expect(page.toasts).toHaveLength(index + 1));
    }
    expect(page.toasts.map(it => it.title)).toEqual([works, works]);
  });

  it('names who is connected while another sign-in waits, and leads back to that', async () => {
    stubPopup();
    await show(
      fabric({
        connection: connection({
          status: 'expires_soon',
          databricksUser: grace,
          otherPerson: true,
          lastUsedBy: [{ consumer: 'scaffolder', at: inDays(-2) }],
        }),
        lastTest: { user: { at: inDays(-0.1), ok: true, checks: [] } },
      }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: /^Reconnect to Sales/ }),
    );
    await screen.findByText(/A window has opened/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(surface('Last test')).toHaveTextContent('as Grace Hopper, not you');
    expect(surface('Acted as you')).toHaveTextContent(
      'Scaffolder as Grace Hopper, not you',
    );
    expect(surface('Who acts here')).toHaveTextContent(
      'Grace Hopper, not you when you work here',
    );
    await userEvent.click(
      screen.getByRole('button', {
        name: 'Waiting for Databricks: show the sign-in at Sales',
      }),
    );
    expect(await screen.findByText(/A window has opened/)).toBeVisible();
  });

  it.each<[string, Partial<Fabric>]>([
    ['Cannot be read', { connection: connection({ status: 'unreadable' }) }],
    [
      'Sign-in ended',
      { connection: connection({ status: 'reconnect_required' }) },
    ],
    [
      'Not set up yet',
      {
        connection: connection({ status: 'reconnect_required' }),
        appConnection: { name: '', title: '', ready: false },
      },
    ],
    [
      'Cannot be renewed',
      {
        connection: connection({
          reason: { code: 'app_connection_rejected', message: '' },
        }),
      },
    ],
  ])('says beside the name of the user: %s', async (words, changes) => {
    await show(fabric(changes));
    expect(surface('Who acts here')).toHaveTextContent(
      `Alice Example when you work herealice@example.com · ${words} · connected 1 day ago`,
    );
  });

  it('connects where the list of fabrics cannot be had, and counts none', async () => {
    const { popup } = stubPopup();
    backend.answer = call =>
      call === 'GET /fabrics'
        ? errorAnswer(503, 'unavailable', 'Away.')
        : undefined;
    await show(fabric());
    expect(needs()).toEqual([
      'You are not connected to SalesConnect once; it serves all your fabrics there.Connect',
    ]);
    await userEvent.click(
      screen.getByRole('button', { name: 'Connect to Sales' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Connect to Sales' }),
    ).toHaveTextContent('One sign-in serves all your fabrics of Sales.');
    await waitFor(() => expect(popup.location.replace).toHaveBeenCalled());
  });

  it('keeps the focus where a sign-in succeeds whose dialog was closed', async () => {
    stubPopup();
    await show(fabric());
    await userEvent.click(
      screen.getByRole('button', { name: /^Connect to Sales/ }),
    );
    await screen.findByText(/A window has opened/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(() =>
      expect(
        screen.getByRole('button', { name: /^Cancel the sign-in/ }),
      ).toHaveFocus(),
    );
    backend.connect('sales', connection());
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(() =>
      expect(screen.getByRole('heading', { level: 2 })).toHaveFocus(),
    );
  });

  it('offers the test again where the service principal failed it', async () => {
    await show(
      fabric({
        connection: connection(),
        lastTest: { servicePrincipal: failedTest('compute') },
      }),
    );
    const [need] = within(
      screen.getByRole('list', { name: 'What needs somebody' }),
    ).getAllByRole('listitem');
    await userEvent.click(
      within(need).getByRole('button', { name: 'Test again' }),
    );
    await waitFor(() =>
      expect(backend.bodies).toEqual([{ as: 'servicePrincipal' }]),
    );
  });

  it('tells which plugins acted as the user and as the service principal, the last one first', async () => {
    await show(
      fabric({
        connection: connection({
          lastUsedBy: [{ consumer: 'scaffolder', at: inDays(-2) }],
        }),
        servicePrincipal: {
          clientId: 'x',
          name: 'etl',
          status: 'ready',
          lastUsedBy: [{ consumer: 'databricks-jobs', at: inDays(-1) }],
        },
      }),
    );
    expect(
      within(surface('Acted as you'))
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'Databricks jobs as etl1 day ago',
      'Scaffolder as Alice Example2 days ago',
    ]);
  });

  /** An entity of the catalog that names these fabrics. */
  const entity = (index: number, fabrics: string) => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: `e${index}`,
      title: `Entity ${index}`,
      annotations: { 'databricks.com/fabric': fabrics },
    },
    spec: { type: 'service' },
  });

  it('names the first five entities that use it, and how many more', async () => {
    const entities = Array.from({ length: 7 }, (_, index) =>
      entity(index, index === 6 ? 'another' : 'x, analytics-dev'),
    );
    await show(fabric(), { entities });
    await screen.findByRole('region', { name: /^Used by/ });
    expect(
      within(surface('Used by'))
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'Entity 0 service',
      'Entity 1 service',
      'Entity 2 service',
      'Entity 3 service',
      'Entity 4 service',
      'and 1 more',
    ]);
    expect(screen.getByRole('link', { name: 'Entity 0' })).toHaveAttribute(
      'href',
      '/catalog/default/component/e0',
    );
  });

  it('finds the entities that use it wherever they are among many others', async () => {
    await show(fabric(), {
      entities: Array.from({ length: 1_002 }, (_, index) =>
        entity(
          index,
          [3, 700, 1_001].includes(index) ? 'x, analytics-dev' : 'x',
        ),
      ),
    });
    await screen.findByRole('region', { name: /^Used by/ });
    expect(surface('Used by')).toHaveTextContent(/^Used by3/);
    expect(
      within(surface('Used by'))
        .getAllByRole('listitem')
        .map(it => it.textContent),
    ).toEqual([
      'Entity 1001 service',
      'Entity 3 service',
      'Entity 700 service',
    ]);
  });

  it('reads a huge catalog only so far, and then says no exact number', async () => {
    const catalog = catalogApiMock();
    let pages = 0;
    catalog.queryEntities = async () => ({
      items: [entity(pages++, 'analytics-dev')],
      pageInfo: { nextCursor: 'next' },
      totalItems: 1_000_000,
    });
    await show(fabric(), { catalog });
    await screen.findByRole('region', { name: /^Used by/ });
    expect(surface('Used by')).toHaveTextContent(/^Used byat least 20/);
    expect(
      within(surface('Used by')).getAllByRole('listitem').at(-1),
    ).toHaveTextContent(/^and more$/);
    expect(pages).toBe(20);
  });

  it('leads to its last test by the address: when it is there, again, and when it comes later', async () => {
    const page = await show(
      fabric({
        connection: connection(),
        lastTest: { user: failedTest('compute') },
      }),
      { address: '/#last-test' },
    );
    const anchor = document.getElementById('last-test');
    expect(anchor).toContainElement(surface('Last test'));
    expect(anchor).toHaveFocus();
    for (const _ of ['from elsewhere on the page', 'and once more']) {
      act(() => anchor?.blur());
      page.goTo('#last-test');
      expect(anchor).toHaveFocus();
    }
    act(() => anchor?.blur());
    page.goTo('/');
    expect(anchor).not.toHaveFocus();
  });

  it('opens the form from its menu for who may change it, by an address that Back undoes', async () => {
    const page = await show(editableFabric({ connection: connection() }));
    await userEvent.click(
      screen.getByRole('button', { name: 'More actions for Analytics (dev)' }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Edit fabric' }),
    );
    expect(page.address()).toBe('/?edit=fabric%3Aanalytics-dev');
    const dialog = await screen.findByRole('dialog');
    page.back();
    await waitFor(() => expect(dialog).not.toBeInTheDocument());
    expect(page.address()).toBe('/');
  });

  it('lets its owners change it without the settings, but for the owner', async () => {
    const page = await show(editableFabric({ connection: connection() }), {
      address: '/?edit=fabric:analytics-dev',
    });
    const form = within(
      await screen.findByRole('dialog', {}, { timeout: 20_000 }),
    );
    expect(form.getByLabelText(/^Owner/)).toHaveAttribute('readonly');
    expect(
      form.getByLabelText(/^Workspace/, { selector: 'input' }),
    ).toHaveValue('Sales');
    await userEvent.type(form.getByLabelText(/^Title/), ' 2');
    backend.answer = call =>
      call === 'PUT /fabrics/analytics-dev'
        ? HttpResponse.json(backend.fabrics[0].definition as object)
        : undefined;
    await userEvent.click(form.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(page.address()).toBe('/');
    expect(page.toasts).toHaveLength(1);
    expect(backend.bodies.at(-1)).toMatchObject({
      title: 'Analytics (dev) 2',
      owner: 'group:default/analytics',
    });
    expect(backend.calls).not.toContain('GET /settings');
  });

  it('tells its owners what an admin has changed meanwhile', async () => {
    const shown = editableFabric({ connection: connection() });
    await show(shown, { address: '/?edit=fabric:analytics-dev' });
    await screen.findByRole('dialog', {}, { timeout: 20_000 });
    backend.fabrics = [
      editableFabric({ connection: connection(), etag: 'e2', title: 'Theirs' }),
    ];
    backend.answer = call =>
      call === 'PUT /fabrics/analytics-dev'
        ? errorAnswer(409, 'conflict', 'It was changed.')
        : undefined;
    await userEvent.click(screen.getByRole('button', { name: 'Save' }));
    expect(
      await screen.findByRole('radio', { name: 'Theirs: Theirs' }),
    ).toBeChecked();
  });

  it('does not open a form again by Back that was closed', async () => {
    const page = await show(editableFabric({ connection: connection() }));
    page.goTo('/?edit=fabric:analytics-dev');
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Cancel',
      }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(page.address()).toBe('/');
    page.back();
    expect(page.address()).toBe('/');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('opens no form by the address for who may not change it', async () => {
    await show(fabric({ connection: connection() }), {
      address: '/?edit=fabric:analytics-dev',
    });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(
      screen.queryByRole('button', {
        name: 'More actions for Analytics (dev)',
      }),
    ).toBeNull();
  });

  it('tells an admin where it is kept', async () => {
    backend.list = { admin: true };
    await show(fabric({ connection: connection() }));
    await waitFor(() =>
      expect(surface('About')).toHaveTextContent('Kept inapp-config'),
    );
  });

  it('says while the portal is paused', async () => {
    backend.list = { paused: { since: inDays(-1), by: 'user:default/bob' } };
    await show(fabric({ connection: connection() }));
    expect(
      await screen.findByText(/^The portal has paused all work/),
    ).toBeVisible();
  });

  it('is not found, with a way to the fabrics, where there is none or it is not the user’s', async () => {
    renderWithBackend(<FabricPage name="nobody-knows" />);
    expect(
      await screen.findByRole('link', { name: 'Go to the fabrics' }),
    ).toHaveAttribute('href', '/databricks/fabrics');
    expect(await screen.findByText(/404/)).toBeVisible();
  });

  it('tries again what could not be loaded', async () => {
    let isDown = true;
    backend.answer = () =>
      isDown ? errorAnswer(503, 'unavailable', 'Away.') : undefined;
    backend.fabrics = [fabric()];
    renderWithBackend(<FabricPage name="analytics-dev" />);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The fabric could not be loaded.',
    );
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: /^Analytics \(dev\)/ }),
    ).toBeVisible();
  });
});
