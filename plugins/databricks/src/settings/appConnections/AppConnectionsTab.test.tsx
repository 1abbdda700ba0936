import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { inDays } from '../../__testUtils__/answers';
import { watchClipboard } from '../../__testUtils__/browser';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { renderWithBackend } from '../../__testUtils__/renderWithBackend';
import {
  appConnection,
  managedFabric,
  redirectUrls,
  settings,
} from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';
import { SavedContext } from '../SavedContext';
import { SettingsContext } from '../SettingsContext';
import { AppConnectionsTab } from './AppConnectionsTab';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const workspace = 'https://adb-1234567890123456.7.azuredatabricks.net';
const minutesAgo = (minutes: number) => inDays(-minutes / 24 / 60);
const surface = (name = 'Databricks') => screen.findByRole('region', { name });
const choose = async (item: string, title = 'Databricks') => {
  await press(`More actions for ${title}`, await surface(title));
  await userEvent.click(screen.getByRole('menuitem', { name: item }));
};
/** What stands beside a term. */
const fact = (term: string, inside: HTMLElement) =>
  within(inside).getByText(term, { selector: 'dt' }).nextElementSibling;

describe('the guide', () => {
  it('is open until an app connection was accepted, and leads to adding one', async () => {
    startSettingsBackend(server, { appConnections: [] });
    renderSettings('app-connections');
    const guide = await surface('Register the portal at Databricks');

    expect(
      within(guide)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual([
      'In the Databricks account console open Settings → App connections and press Add connection.',
      'Paste both redirect URLs, choose All APIs, tick Generate a client secret.',
      'Press Add, copy the client ID and secret into the form here. It can take 30 minutes to work.',
      'Then add it here: press Add app connection above.',
    ]);
    expect(
      within(guide).queryByRole('button', { name: 'Setup guide' }),
    ).toBeNull();
    expect(
      screen.getAllByRole('button', { name: 'Add app connection' }),
    ).toHaveLength(1);
  });

  it('does not lead to adding a second one while the first was not accepted', async () => {
    startSettingsBackend(server, {
      appConnections: [appConnection({ health: 'unchecked' })],
    });
    renderSettings('app-connections');
    const guide = await surface('Register the portal at Databricks');
    expect(within(guide).getAllByRole('listitem')).toHaveLength(3);
  });

  it('is one line afterwards, which says since when, and unfolds', async () => {
    startSettingsBackend(server, {
      appConnections: [
        appConnection({ healthAt: inDays(-2) }),
        appConnection({
          name: 'europe',
          title: 'Europe',
          default: false,
          healthAt: minutesAgo(4),
        }),
      ],
    });
    renderSettings('app-connections');
    const guide = await surface('Registered at Databricks');
    expect(guide).toHaveTextContent(
      'Registered at Databricks · accepted 4 minutes ago',
    );
    expect(within(guide).queryByRole('list')).toBeNull();

    const button = within(guide).getByRole('button', { name: 'Setup guide' });
    expect(button).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(button);
    expect(button).toHaveAttribute('aria-expanded', 'true');
    expect(within(guide).getByRole('list')).toBeVisible();
  });

  it('copies each URL, the command and the resource exactly, and all of it for a colleague without a secret', async () => {
    startSettingsBackend(server, { appConnections: [] });
    userEvent.setup();
    const copied = watchClipboard();
    renderSettings('app-connections', {
      config: { app: { title: 'Portal & co' } },
    });
    await surface('Register the portal at Databricks');
    const [oauthredirect, metadata] = redirectUrls.map(({ url }) => url);
    await press('Copy Redirect URL');
    expect(copied()).toBe(oauthredirect);
    await press('Copy Redirect URL for Prophecy fabrics');
    expect(copied()).toBe(metadata);

    await press('Databricks CLI');
    const cli = copied();
    expect(cli).toMatch(
      /^databricks account custom-app-integration create --json '\{/,
    );
    await press('Terraform');
    const terraform = copied();
    expect(terraform).toMatch(
      /^resource "databricks_custom_app_integration" "backstage" \{\n {2}name {10}= "Portal & co"/,
    );

    await press('Copy for a colleague');
    const all = copied();
    expect(all).toContain(`\n\n${oauthredirect}\n${metadata}\n\n`);
    expect(all).toContain(
      '1. In the Databricks account console open Settings → App connections and press Add connection.\n2. ',
    );
    expect(all).toContain(cli);
    expect(all).toContain(terraform);
    expect(all).not.toMatch(/client_?secret/i);
    expect(all).toMatch(
      new RegExp(`${window.location.origin}${window.location.pathname}$`),
    );
    // Copied, not printed
    expect(screen.queryByText(/custom-app-integration/)).toBeNull();
    jest.restoreAllMocks();
  });

  it('says so when the browser does not let it copy', async () => {
    startSettingsBackend(server, { appConnections: [] });
    userEvent.setup();
    renderSettings('app-connections');
    await surface('Register the portal at Databricks');
    jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockRejectedValue(new Error('denied'));
    await press('Terraform');
    expect(
      await screen.findByText(/does not allow copying/),
    ).toBeInTheDocument();
    jest.restoreAllMocks();
  });
});

describe('an app connection', () => {
  it.each([
    [{ healthAt: minutesAgo(4) }, 'Accepted 4 minutes ago'],
    [{}, 'Accepted'],
    [{ health: 'unchecked' }, 'Not checked yet: nobody has connected with it'],
    [
      {
        health: 'rejected',
        healthAt: minutesAgo(120),
        healthReason: { code: 'app_connection_rejected', message: 'No.' },
      },
      'Rejected 2 hours ago: the client ID or secret is wrong',
    ],
    [{ health: 'rejected' }, 'Rejected: the client ID or secret is wrong'],
    [
      {
        health: 'rejected',
        healthReason: {
          code: 'databricks_refused',
          message: 'No.',
          values: { reason: 'private_link' },
        },
      },
      /^Rejected: Databricks refuses the network of the portal\./,
    ],
    [
      {
        health: 'unchecked',
        healthReason: { code: 'credentials_unreadable', message: 'No.' },
      },
      'Its secret cannot be read: enter a new one',
    ],
    [
      {
        health: 'accepted',
        healthReason: { code: 'encryption_key_unavailable', message: 'No.' },
      },
      /^Its secret cannot be read: its encryption key is not configured/,
    ],
  ] as const)('with %j says %s', async (changes, words) => {
    startSettingsBackend(server, {
      appConnections: [appConnection(changes)],
    });
    renderSettings('app-connections');
    expect(within(await surface()).getByText(words)).toBeVisible();
  });

  it('tells what it serves, who uses it and where it is kept, and nothing that is as usual', async () => {
    startSettingsBackend(server, {
      appConnections: [
        appConnection(),
        appConnection({
          name: 'europe',
          title: 'Europe',
          source: 'config',
          default: false,
          clientId: '5d0c',
          connections: 0,
          public: true,
          hasClientSecret: false,
          scopes: ['sql', 'offline_access'],
          refreshTokenLifetime: { days: 14 },
          sessionLifetime: { days: 1 },
        }),
      ],
      fabrics: [
        managedFabric(),
        managedFabric({ name: 'b', workspaceUrl: 'https://b.test' }),
        managedFabric({ name: 'c', workspaceUrl: 'https://b.test' }),
        managedFabric({
          name: 'd',
          workspaceUrl: 'https://d.test',
          appConnection: 'europe',
        }),
        managedFabric({
          name: 'e',
          type: 'prophecy',
          oauthType: 'm2m',
          workspaceUrl: 'https://e.test',
        }),
      ],
    });
    renderSettings('app-connections');

    const ours = await surface();
    expect(within(ours).getByText('Default')).toBeVisible();
    expect(
      within(ours)
        .getAllByRole('term')
        .map(({ textContent }) => textContent),
    ).toEqual(['Client ID', 'Serves', 'Used by', 'Kept in']);
    expect(fact('Client ID', ours)).toHaveTextContent('9d1e');
    expect(fact('Serves', ours)).toHaveTextContent('2 workspaces');
    expect(
      within(ours).getByRole('link', { name: '3 connections of Databricks' }),
    ).toHaveAttribute(
      'href',
      '/databricks/settings/connections?appConnection=default',
    );
    expect(fact('Kept in', ours)).toHaveTextContent(
      'this portal changed 2 days ago by bob',
    );

    const theirs = await surface('Europe');
    expect(within(theirs).queryByText('Default')).toBeNull();
    expect(
      within(theirs)
        .getAllByRole('term')
        .map(it => [it.textContent, it.nextElementSibling?.textContent]),
    ).toEqual([
      ['Client ID', expect.stringContaining('5d0c')],
      ['Client secret', 'None, a public client'],
      ['Serves', '1 workspace'],
      ['Used by', 'Nobody yet'],
      ['Scopes', 'sql offline_access'],
      ['Sign-ins last', '14 days'],
      ['Sessions last', '1 day'],
      ['Kept in', 'app-config: change it there'],
    ]);
  });

  it('is edited, and given a new secret where Databricks rejects it', async () => {
    startSettingsBackend(server, {
      appConnections: [appConnection({ health: 'rejected' })],
    });
    const { address } = renderSettings('app-connections');
    const form =
      '/databricks/settings/app-connections?edit=app-connection%3Adefault';
    await surface();
    await press('Enter a new secret of Databricks');
    expect(address()).toBe(form);
  });

  it('that was saved a moment ago is scrolled to and marked', async () => {
    const scrolledTo: Element[] = [];
    Element.prototype.scrollIntoView = function scroll(this: Element) {
      scrolledTo.push(this);
    };
    startSettingsBackend(server);
    renderWithBackend(
      <SettingsContext.Provider
        value={{
          settings: settings({
            appConnections: [
              appConnection(),
              appConnection({ name: 'europe', title: 'Europe' }),
            ],
          }),
          admins: [],
          refetch: async () => {},
          announce: () => {},
        }}
      >
        <SavedContext.Provider value="app-connection:europe">
          <AppConnectionsTab />
        </SavedContext.Provider>
      </SettingsContext.Provider>,
    );
    const saved = (await surface('Europe')).closest('[data-saved]');
    expect(scrolledTo).toEqual([saved]);
    expect((await surface()).closest('[data-saved]')).toBeNull();
    Reflect.deleteProperty(Element.prototype, 'scrollIntoView');
  });

  it('of app-config is only looked at', async () => {
    startSettingsBackend(server, {
      appConnections: [
        appConnection({ source: 'config', health: 'rejected', default: false }),
      ],
    });
    const { address } = renderSettings('app-connections');
    const ours = await surface();
    expect(
      within(ours).queryByRole('button', { name: /new secret/ }),
    ).toBeNull();
    await press('More actions for Databricks', ours);
    expect(
      screen.getAllByRole('menuitem').map(({ textContent }) => textContent),
    ).toEqual(['View', 'End its connections']);
    await userEvent.click(screen.getByRole('menuitem', { name: 'View' }));
    expect(address()).toContain('?edit=app-connection%3Adefault');
  });

  it('is tested at a workspace that it serves, with the result in its own surface', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('app-connections');
    const ours = await surface();
    await press('Test Databricks', ours);
    expect(await within(ours).findByText('The test passed')).toBeVisible();
    expect(backend.received).toEqual([
      {
        call: 'POST /app-connections/default/test',
        body: { workspaceUrl: workspace },
      },
    ]);

    backend.answer = () =>
      HttpResponse.json({
        ok: false,
        checks: [
          {
            id: 'client',
            state: 'failed',
            message: 'Databricks refuses the client ID and secret.',
          },
        ],
      });
    await press('Test Databricks', ours);
    expect(
      await within(ours).findByText('The test found problems'),
    ).toBeVisible();
    expect(within(ours).getByText(/^Databricks refuses/)).toBeVisible();

    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    await press('Test Databricks', ours);
    expect(
      await within(ours).findByText(/could not do this at the moment/),
    ).toBeVisible();
  });

  it('asks where to test it while it serves no workspace', async () => {
    const backend = startSettingsBackend(server, {
      appConnections: [
        appConnection(),
        appConnection({ name: 'europe', title: 'Europe', default: false }),
      ],
    });
    backend.answer = () =>
      errorAnswer(400, 'invalid_request', 'It must be https.');
    renderSettings('app-connections');
    const theirs = await surface('Europe');
    await press('Test Europe', theirs);
    const dialog = screen.getByRole('dialog', {
      name: 'Where to test Europe?',
    });
    const input = within(dialog).getByRole('combobox');
    await userEvent.type(input, 'http://x.test');
    // The list of what is known closes
    await userEvent.tab();
    await press('Test', dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It must be https.',
    );

    backend.answer = () => undefined;
    await userEvent.clear(input);
    await userEvent.click(
      await screen.findByRole('option', { name: new RegExp(workspace) }),
    );
    await press('Test', dialog);
    expect(await within(theirs).findByText('The test passed')).toBeVisible();
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(backend.received.map(({ call, body }) => [call, body])).toEqual([
      ['POST /app-connections/europe/test', { workspaceUrl: 'http://x.test' }],
      ['POST /app-connections/europe/test', { workspaceUrl: workspace }],
    ]);
  });

  it('becomes the default with all else as it is, and says so when somebody else was faster', async () => {
    const backend = startSettingsBackend(server, {
      appConnections: [
        appConnection(),
        appConnection({
          name: 'europe',
          title: 'Europe',
          default: false,
          etag: 'e1',
          sessionLifetime: { days: 1 },
        }),
        appConnection({
          name: 'open',
          title: 'open',
          default: false,
          public: true,
          hasClientSecret: false,
        }),
      ],
    });
    const { toasts } = renderSettings('app-connections');
    backend.answer = () => errorAnswer(409, 'conflict', 'It was changed.');
    await choose('Make default', 'Europe');
    expect(
      await within(await surface('Europe')).findByRole('alert'),
    ).toHaveTextContent(
      'It did not become the default. Somebody else has changed it meanwhile.',
    );

    backend.answer = () => {
      backend.settings.appConnections = backend.settings.appConnections.map(
        it => ({ ...it, default: it.name === 'europe' }),
      );
      return HttpResponse.json(backend.settings.appConnections[1]);
    };
    await choose('Make default', 'Europe');
    await waitFor(() =>
      expect(toasts.map(({ title }) => title)).toEqual([
        'Europe is the default now.',
      ]),
    );
    expect(backend.received.at(-1)).toEqual({
      call: 'PUT /app-connections/europe',
      ifMatch: '"e1"',
      body: {
        title: 'Europe',
        clientId: '9d1e',
        scopes: ['all-apis', 'offline_access'],
        refreshTokenLifetime: { days: 7 },
        sessionLifetime: { days: 1 },
        default: true,
      },
    });
    expect(
      await within(await surface('Europe')).findByText('Default'),
    ).toBeVisible();
    expect(within(await surface('Europe')).queryByRole('alert')).toBeNull();

    await choose('Make default', 'open');
    await waitFor(() =>
      expect(backend.received.at(-1)).toMatchObject({
        body: { clientSecret: null, default: true },
      }),
    );
    expect(backend.received.at(-1)?.body).not.toHaveProperty('title');
  });

  it('is not made the default beside that of app-config', async () => {
    startSettingsBackend(server, {
      appConnections: [
        appConnection({ source: 'config' }),
        appConnection({ name: 'europe', title: 'Europe', default: false }),
      ],
    });
    renderSettings('app-connections');
    await press('More actions for Europe', await surface('Europe'));
    expect(screen.getByRole('menuitem', { name: 'Delete' })).toBeVisible();
    expect(screen.queryByRole('menuitem', { name: 'Make default' })).toBeNull();
  });

  it('has its connections ended, by their number, with a reason that people read', async () => {
    const backend = startSettingsBackend(server);
    const { toasts } = renderSettings('app-connections');
    await choose('End its connections');
    const dialog = screen.getByRole('dialog', { name: 'End 3 connections?' });
    expect(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    ).toHaveFocus();

    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    await press('End 3 connections', dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'could not do this at the moment',
    );
    expect(backend.received.at(-1)).toEqual({
      call: 'DELETE /admin/connections?appConnection=default',
      body: {},
    });

    backend.answer = () => HttpResponse.json({ ended: 3 });
    await userEvent.type(
      within(dialog).getByLabelText('Reason'),
      'The registration has moved',
    );
    await press('End 3 connections', dialog);
    await waitFor(() =>
      expect(toasts.map(({ title }) => title)).toEqual([
        '3 connections have ended.',
      ]),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(backend.received.at(-1)).toEqual({
      call: 'DELETE /admin/connections?appConnection=default',
      body: { reason: 'The registration has moved' },
    });
  });

  it('is deleted after asking, and by its number', async () => {
    const backend = startSettingsBackend(server);
    const { toasts } = renderSettings('app-connections');
    await choose('Delete');
    const dialog = screen.getByRole('dialog', { name: 'Delete Databricks?' });
    expect(dialog).toHaveTextContent(
      '3 connections were made with it and end.',
    );
    backend.answer = () => {
      backend.settings.appConnections = [];
      return HttpResponse.json({ removed: true });
    };
    await press('Delete', dialog);
    await waitFor(() =>
      expect(screen.queryByRole('region', { name: 'Databricks' })).toBeNull(),
    );
    expect(backend.received).toEqual([
      { call: 'DELETE /app-connections/default', ifMatch: '"a1"' },
    ]);
    expect(toasts.map(({ title }) => title)).toEqual([
      'Databricks was deleted.',
    ]);
  });

  it('is not deleted while fabrics name it, which may be known only then', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () => {
      backend.settings.fabrics = ['Reports', 'A', 'B', 'C', 'D'].map(title =>
        managedFabric({ name: title, title, appConnection: 'default' }),
      );
      return errorAnswer(409, 'conflict', 'Still used by: reports.');
    };
    renderSettings('app-connections');
    await choose('Delete');
    const dialog = screen.getByRole('dialog');
    await press('Delete', dialog);
    expect(
      await within(dialog).findByText(
        'Reports, A, B and 2 more still name it. Choose another app connection there first.',
      ),
    ).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: 'Delete' })).toBeNull();
  });

  it('is not deleted where somebody else has changed it, which is said', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = ({ ifMatch }) => {
      backend.settings.appConnections = [appConnection({ etag: 'a2' })];
      return ifMatch === '"a1"'
        ? errorAnswer(409, 'conflict', 'It was changed.')
        : undefined;
    };
    renderSettings('app-connections');
    await choose('Delete');
    const dialog = screen.getByRole('dialog');
    await press('Delete', dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'Somebody else has changed it meanwhile.',
    );
    await press('Delete', dialog);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.received.map(({ ifMatch }) => ifMatch)).toEqual([
      '"a1"',
      '"a2"',
    ]);
  });
});
