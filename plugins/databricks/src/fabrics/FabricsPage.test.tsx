import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  connection,
  editableFabric,
  fabric,
  failedTest,
  inDays,
  inWorkspace,
  servicePrincipalFabric,
} from '../__testUtils__/answers';
import {
  focusPortal,
  stubPopup,
  watchClipboard,
} from '../__testUtils__/browser';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { settings } from '../__testUtils__/settings';
import { startBackend } from '../__testUtils__/startBackend';
import { errorAnswer } from '../__testUtils__/startSettingsBackend';
import { FabricsPage } from './FabricsPage';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const held = (id: string, changes: Parameters<typeof connection>[0] = {}) =>
  connection({ id, ...changes });

/** A fabric in most states. */
const fabrics = [
  fabric({ connection: connection() }),
  fabric({
    name: 'orders',
    title: 'Orders',
    owner: '*',
    connection: connection(),
    lastTest: { user: failedTest('compute') },
  }),
  fabric({
    name: 'soon',
    title: 'Soon',
    ...inWorkspace('Marketing', {
      connection: held('c-2', {
        status: 'expires_soon',
        signInExpiresAt: inDays(20 / 24),
        otherPerson: true,
        databricksUser: {
          id: '7',
          userName: 'g@x.test',
          displayName: 'Grace Hopper',
        },
      }),
    }),
  }),
  fabric({
    name: 'ended',
    title: 'Ended',
    type: 'spark',
    ...inWorkspace('Finance', {
      connection: held('c-3', {
        status: 'reconnect_required',
        endedAt: inDays(-2 / 24),
      }),
    }),
  }),
  fabric({
    name: 'lost',
    title: 'Lost',
    ...inWorkspace('Legal', {
      connection: held('c-4', { status: 'unreadable' }),
    }),
  }),
  fabric({ name: 'new', title: 'New', ...inWorkspace('Risk') }),
  fabric({
    name: 'unset',
    title: 'Unset',
    ...inWorkspace('Lab', {
      appConnection: {
        name: 'lab',
        title: 'Lab',
        ready: false,
        problem: {
          code: 'not_configured',
          message: 'It has no client secret.',
        },
      },
    }),
  }),
  servicePrincipalFabric({ servicePrincipal: { status: 'missing' } }),
  editableFabric({
    name: 'mine',
    title: 'Mine',
    connection: connection(),
    servicePrincipal: { status: 'rejected', clientId: 'x', name: 'mine-etl' },
  }),
];

describe('FabricsPage', () => {
  let backend: ReturnType<typeof startBackend>;
  const tiles = async () =>
    within(
      await screen.findByRole('region', { name: /^Your workspaces/ }),
    ).getAllByRole('listitem');
  // The tags of what is set are rows too, of their own
  const rows = () =>
    screen.queryAllByRole('row').filter(it => it.querySelector('strong'));
  const row = (title: string) => {
    const found = rows().find(
      it => within(it).queryByText(title, { selector: 'strong' }) !== null,
    );
    if (!found) {
      throw new Error(`There is no row ${title}.`);
    }
    return found;
  };
  const titles = () =>
    rows().map(it => it.querySelector('strong')?.textContent);

  beforeEach(() => {
    backend = startBackend(server, fabrics);
    backend.list = { admins: ['group:default/platform'] };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('shows each sign-in once, what needs the user first, with who acts and what to do', async () => {
    renderWithBackend(<FabricsPage />);
    const shown = (await tiles()).map(it => it.textContent);
    expect(shown).toEqual([
      expect.stringMatching(
        /^FinanceSign-in ended2 hours ago · was Alice ExampleReconnect$/,
      ),
      expect.stringMatching(
        /^LegalCannot be readReconnect to replace itReconnect$/,
      ),
      expect.stringMatching(
        /^MarketingEnds in about 20 hoursConnected as Grace Hopper, not youReconnect$/,
      ),
      expect.stringMatching(/^RiskNot connectedServes 1 fabricConnect$/),
      expect.stringMatching(/^LabNot set up yetplatform can do itWho to ask$/),
      expect.stringMatching(
        /^SalesConnected as Alice ExampleAbout 6 days left · 3 fabrics$/,
      ),
    ]);
    expect(
      screen.getByRole('heading', { name: /^Your workspaces/ }),
    ).toHaveTextContent('4 need you');
    const [tile] = await tiles();
    expect(
      within(tile).getByRole('button', {
        name: 'Reconnect to Finance, serves 1 fabric',
      }),
    ).toBeEnabled();
  });

  it('shows who acts in each fabric, with at most one thing to do, by owner', async () => {
    renderWithBackend(<FabricsPage />);
    await tiles();
    expect(
      screen
        .getAllByRole('heading', { level: 3 })
        .slice(-2)
        .map(it => it.textContent),
    ).toEqual(['analytics8', 'Everybody1']);
    const of = (title: string) => row(title).textContent;
    expect(of('Analytics (dev)')).toMatch(
      /Reports L · main\.gold.*YouAlice ExampleAutomation.*analytics-etl$/,
    );
    // What can be done comes a moment after the rows
    await waitFor(() => expect(of('Orders')).toMatch(/YouTest failed.*Fix$/));
    expect(of('Soon')).toMatch(
      /YouGrace Hopper, not youabout 20 hours left.*Reconnect$/,
    );
    expect(of('Ended')).toMatch(/Spark.*YouSign-in ended.*Reconnect$/);
    expect(of('New')).toMatch(/YouNot connected.*Connect$/);
    expect(of('Unset')).toMatch(/YouNot set up yet.*Who to ask$/);
    expect(of('Prophecy (nightly)')).toMatch(
      /YouNo sign-in neededAutomation.*No service principal$/,
    );
    expect(of('Mine')).toMatch(/Rejected by Databricks.*Fix$/);
    expect(
      within(row('Mine')).getByRole('link', { name: 'Fix Mine' }),
    ).toHaveAttribute('href', '/databricks/fabrics/mine');
    expect(
      within(row('Orders')).getByRole('link', { name: 'Fix Orders' }),
    ).toHaveAttribute('href', '/databricks/fabrics/orders#last-test');
  });

  it('keeps what is searched and chosen in the address, and shows it from there', async () => {
    const page = renderWithBackend(<FabricsPage />);
    await tiles();
    const asked = backend.calls.length;
    await userEvent.type(screen.getByRole('searchbox'), 'orders');
    await waitFor(() => expect(titles()).toEqual(['Orders']));
    expect(page.address()).toBe('/?q=orders');
    expect(screen.getByText('1 of 9')).toBeVisible();
    expect(screen.getByText('1 of 9 fabrics')).toBeInTheDocument();

    await userEvent.clear(screen.getByRole('searchbox'));
    await userEvent.click(
      screen.getByRole('button', { name: 'Needs you · 5' }),
    );
    expect(page.address()).toBe('/?needs=you');
    expect(titles()).toEqual(['Ended', 'Lost', 'Mine', 'New', 'Soon']);
    expect(screen.getByText('4 sign-ins, 1 service principal')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Needs you · 5' }),
    );

    await userEvent.click(screen.getByRole('link', { name: 'Finance' }));
    expect(titles()).toEqual(['Ended']);
    expect(page.address()).toContain('?workspace=https%3A%2F%2Ffinance');
    expect(screen.getByText('Workspace: Finance')).toBeVisible();
    // All on the one answer that painted the page
    expect(backend.calls).toHaveLength(asked);
  });

  it('shows what a copied address says, and a way out where it finds nothing', async () => {
    const page = renderWithBackend(<FabricsPage />, {
      address: '/?state=ended,unreadable&owner=group:default/analytics',
    });
    await tiles();
    expect(titles()).toEqual(['Ended', 'Lost']);
    expect(
      screen.getByText('State: Sign-in ended, Cannot be read'),
    ).toBeVisible();
    await userEvent.type(screen.getByRole('searchbox'), 'xyz');
    expect(await screen.findByText('No fabric matches “xyz”')).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear search and filters' }),
    );
    expect(titles()).toHaveLength(9);
    expect(page.address()).toBe('/');
  });

  it('turns the pages of many, and leads the focus to the first heading', async () => {
    backend.fabrics = Array.from({ length: 60 }, (_, index) =>
      fabric({
        name: `f-${index}`,
        title: `Fabric ${String(index).padStart(2, '0')}`,
        owner: index < 20 ? 'group:default/first' : 'group:default/second',
      }),
    );
    const page = renderWithBackend(<FabricsPage />);
    await tiles();
    // A group that does not fit begins where the first one ends
    expect(rows()).toHaveLength(25);
    await userEvent.click(screen.getByRole('button', { name: /next/i }));
    expect(page.address()).toBe('/?page=2');
    expect(titles()[0]).toBe('Fabric 25');
    expect(screen.getByRole('heading', { name: /^second/ })).toHaveFocus();
    await userEvent.type(screen.getByRole('searchbox'), '59');
    await waitFor(() => expect(titles()).toEqual(['Fabric 59']));
    expect(page.address()).toBe('/?q=59');
  });

  it('connects from a tile, and all that stands there turns green at once', async () => {
    const { popup } = stubPopup();
    const page = renderWithBackend(<FabricsPage />);
    await userEvent.click(
      within((await tiles())[3]).getByRole('button', {
        name: 'Connect to Risk, serves 1 fabric',
      }),
    );
    await waitFor(() =>
      expect(popup.location.replace).toHaveBeenCalledTimes(1),
    );
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(row('New')).toHaveTextContent('Waiting for Databricks');
    for (const place of [
      (await tiles()).find(it => it.textContent?.includes('Risk'))!,
      row('New'),
    ]) {
      await userEvent.keyboard('{Escape}');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      await userEvent.click(
        within(place).getByRole('button', {
          name: 'Waiting for Databricks: show the sign-in at Risk',
        }),
      );
      expect(
        await screen.findByRole('dialog', { name: 'Connect to Risk' }),
      ).toBeVisible();
    }
    // A press of the words does not lead to the page of the row
    expect(page.address()).toBe('/');

    backend.connect('risk', held('c-9'));
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(() =>
      expect(row('New')).toHaveTextContent('YouAlice Example'),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(page.toasts.map(it => it.title)).toEqual([
      'Connected to Risk as Alice Example. One fabric is ready.',
    ]);
  });

  it('cancels from a row what waits, at the server too', async () => {
    stubPopup();
    renderWithBackend(<FabricsPage />);
    await tiles();
    await userEvent.click(
      await within(row('New')).findByRole('button', {
        name: /^Connect to Risk/,
      }),
    );
    await screen.findByText(/A window has opened/);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await userEvent.click(
      within(row('New')).getByRole('button', {
        name: 'Cancel the sign-in at Risk',
      }),
    );
    expect(row('New')).toHaveTextContent('Not connected');
    await waitFor(() => expect(backend.count('DELETE /sign-ins/s-1')).toBe(1));
  });

  it('tests from a menu, says how it went, and shows what it learnt', async () => {
    backend.test = failedTest('compute');
    const page = renderWithBackend(<FabricsPage />);
    await tiles();
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'More actions for Analytics (dev)',
      }),
    );
    expect(screen.getAllByRole('menuitem').map(it => it.textContent)).toEqual([
      'Test',
      'Open in Databricks',
    ]);
    backend.answer = call => {
      if (call === 'POST /fabrics/analytics-dev/test') {
        backend.fabrics = backend.fabrics.map(it =>
          it.name === 'analytics-dev'
            ? { ...it, failedTests: ['compute'] }
            : it,
        );
      }
      return undefined;
    };
    await userEvent.click(screen.getByRole('menuitem', { name: 'Test' }));
    await waitFor(() => expect(page.toasts).toHaveLength(1));
    expect(page.toasts[0]).toMatchObject({
      status: 'danger',
      timeout: undefined,
    });
    expect(row('Analytics (dev)')).toHaveTextContent('YouTest failed');
  });

  it('names another person as such, on tiles, in rows and in what a test says', async () => {
    const other = (changes: object) =>
      held('c-1', {
        ...changes,
        otherPerson: true,
        databricksUser: { id: '7', userName: 'g', displayName: 'Grace Hopper' },
      });
    backend.fabrics = [
      fabric({
        name: 'one',
        title: 'One',
        ...inWorkspace('Here', { connection: other({}) }),
      }),
      fabric({
        name: 'two',
        title: 'Two',
        ...inWorkspace('There', {
          connection: other({ status: 'reconnect_required' }),
        }),
      }),
    ];
    const page = renderWithBackend(<FabricsPage />);
    const [ended, live] = await tiles();
    expect(ended).toHaveTextContent('Was Grace Hopper, not you');
    expect(live).toHaveTextContent('Connected as Grace Hopper, not you');
    expect(row('One')).toHaveTextContent('YouGrace Hopper, not you');
    for (const [index, title] of ['Here', 'One'].entries()) {
      await userEvent.click(
        await screen.findByRole('button', {
          name: `More actions for ${title}`,
        }),
      );
      await userEvent.click(screen.getByRole('menuitem', { name: 'Test' }));
      await waitFor(() =>
        expect(page.toasts[index]?.title).toBe(
          `${title} works as Grace Hopper, not you`,
        ),
      );
    }
  });

  it('offers in the menu of a sign-in what can be done about it', async () => {
    renderWithBackend(<FabricsPage />);
    await tiles();
    const menuOf = async (title: string) => {
      await userEvent.click(
        screen.getByRole('button', { name: `More actions for ${title}` }),
      );
      const items = screen.getAllByRole('menuitem').map(it => it.textContent);
      await userEvent.keyboard('{Escape}');
      return items;
    };
    expect(await menuOf('Sales')).toEqual([
      'Test',
      'Switch account',
      'Open in Databricks',
      'Disconnect',
    ]);
    expect(await menuOf('Finance')).toEqual([
      'Switch account',
      'Open in Databricks',
      'Disconnect',
    ]);
    expect(await menuOf('Risk')).toEqual(['Open in Databricks']);
  });

  it('tells who can help where the user cannot', async () => {
    const user = userEvent.setup();
    const copied = watchClipboard();
    renderWithBackend(<FabricsPage />);
    await tiles();
    await user.click(
      screen.getAllByRole('button', { name: 'Who to ask about Lab' })[0],
    );
    const help = await screen.findByRole('dialog');
    expect(help).toHaveTextContent('It has no client secret.');
    expect(help).toHaveTextContent('platform can do it.');
    await user.click(
      within(help).getByRole('button', { name: 'Copy a message for platform' }),
    );
    expect(copied()).toContain('It has no client secret. http://localhost/');
  });

  it('explains itself on the first visit, until something is connected', async () => {
    backend.fabrics = [fabric()];
    renderWithBackend(<FabricsPage />);
    expect(
      await screen.findByText(/^A fabric is a warehouse or cluster/),
    ).toBeVisible();
    backend.connect('sales', connection());
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    focusPortal();
    await waitFor(() =>
      expect(screen.queryByText(/^A fabric is a warehouse/)).toBeNull(),
    );
  });

  it('tells a developer without fabrics for which teams, and who adds them', async () => {
    backend.fabrics = [];
    const user = userEvent.setup();
    const copied = watchClipboard();
    renderWithBackend(<FabricsPage />);
    expect(
      await screen.findByText('No fabrics for your teams yet'),
    ).toBeVisible();
    expect(
      await screen.findByRole('link', { name: 'analytics' }),
    ).toHaveAttribute('href', '/catalog/default/group/analytics');
    expect(screen.getByRole('link', { name: 'platform' })).toBeVisible();
    await user.click(
      screen.getByRole('button', { name: 'Copy a request for them' }),
    );
    expect(copied()).toMatch(/Please add a fabric for analytics: http/);
  });

  it('shows an admin without fabrics the steps to the first one', async () => {
    backend.fabrics = [];
    backend.list = { admin: true };
    backend.answer = call =>
      call === 'GET /settings'
        ? HttpResponse.json(settings({ fabrics: [] }))
        : undefined;
    renderWithBackend(<FabricsPage />);
    expect(
      await screen.findByRole('heading', {
        name: 'Set up Databricks in three steps',
      }),
    ).toBeVisible();
    expect(screen.getByRole('link', { name: 'Add a fabric' })).toHaveAttribute(
      'href',
      '/databricks/settings',
    );
  });

  it.each([
    ['there are some for others', () => HttpResponse.json(settings())],
    [
      'nobody can say whether there are any',
      () => errorAnswer(503, 'unavailable', 'Away.'),
    ],
  ])('asks an admin for no first fabric where %s', async (_, answer) => {
    backend.fabrics = [];
    backend.list = { admin: true };
    backend.answer = call => (call === 'GET /settings' ? answer() : undefined);
    renderWithBackend(<FabricsPage />);
    expect(
      await screen.findByText('No fabrics for your teams yet'),
    ).toBeVisible();
    await waitFor(() => expect(backend.count('GET /settings')).toBe(1));
    await waitFor(() => expect(screen.queryByText(/first/)).toBeNull());
    expect(
      screen.getByRole('link', { name: 'Open the settings' }),
    ).toHaveAttribute('href', '/databricks/settings');
  });

  it('says what failed, what is not affected, and tries again', async () => {
    let isDown = true;
    backend.answer = () =>
      isDown ? errorAnswer(503, 'unavailable', 'Away.') : undefined;
    renderWithBackend(<FabricsPage />);
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The fabrics could not be loaded.');
    expect(alert).toHaveTextContent('Your connections are not affected.');
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await tiles()).toHaveLength(6);
  });

  it('keeps what it shows when a later answer fails, and says so in a line', async () => {
    renderWithBackend(<FabricsPage />);
    await tiles();
    backend.answer = () => HttpResponse.error();
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    focusPortal();
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'This may be out of date.',
    );
    expect(rows()).toHaveLength(9);
    jest.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 20_000);
    focusPortal();
    await waitFor(() =>
      expect(screen.getByRole('alert')).toHaveTextContent('You are offline.'),
    );
    backend.answer = () => undefined;
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 30_000);
    focusPortal();
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
  });

  it('says so to whom the portal does not let use Databricks', async () => {
    backend.answer = () => errorAnswer(403, 'not_allowed', 'No.');
    renderWithBackend(<FabricsPage />);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'You are not allowed to see this.',
    );
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('says while the portal is paused since when and why', async () => {
    backend.list = {
      paused: {
        since: inDays(-1),
        by: 'user:default/bob',
        reason: 'An incident',
      },
    };
    renderWithBackend(<FabricsPage />);
    expect(
      await screen.findByText(
        /^The portal has paused all work .*: An incident$/,
      ),
    ).toBeVisible();
    expect(rows()).toHaveLength(9);
  });

  it('opens the dialog from a link, once, and not what it does not know', async () => {
    const page = renderWithBackend(<FabricsPage />, {
      address: '/?connect=risk&q=new',
    });
    const dialog = await screen.findByRole('dialog', {
      name: 'Connect to Risk',
    });
    expect(dialog).toHaveTextContent('works in Risk as you');
    expect(page.address()).toBe('/?q=new');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    );
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.count('POST /sign-ins')).toBe(0);
  });

  it('ignores a link to a sign-in that is not the user’s', async () => {
    const page = renderWithBackend(<FabricsPage />, {
      address: '/?connect=another',
    });
    await tiles();
    await waitFor(() => expect(page.address()).toBe('/'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('jumps to the search by a key, but not from within a field', async () => {
    renderWithBackend(<FabricsPage />);
    await tiles();
    await userEvent.keyboard('/');
    expect(screen.getByRole('searchbox')).toHaveFocus();
    expect(screen.getByRole('searchbox')).toHaveValue('');
    await userEvent.keyboard('a/b');
    expect(screen.getByRole('searchbox')).toHaveValue('a/b');
  });
});
