import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  connection,
  fabric,
  fabricList,
  inDays,
  inWorkspace,
} from '../__testUtils__/answers';
import { focusPortal, stubPopup } from '../__testUtils__/browser';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { startBackend } from '../__testUtils__/startBackend';
import { errorAnswer } from '../__testUtils__/startSettingsBackend';
import { ConnectionsPage } from './ConnectionsPage';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const names = ['a', 'b', 'c', 'd', 'e'];
const sales = connection({
  fabrics: names,
  lastTest: { at: inDays(-2 / 24), ok: true },
});
const finance = connection({
  id: 'c-2',
  status: 'reconnect_required',
  endedAt: inDays(-1),
  fabrics: ['close'],
  reason: { code: 'reconnect_required', message: 'It ended.' },
});
const legal = connection({
  id: 'c-3',
  fabrics: ['cases'],
  lastTest: {
    at: inDays(-1),
    ok: false,
    problem: { code: 'x', message: 'Your address is not allowed.' },
  },
});

describe('ConnectionsPage', () => {
  let backend: ReturnType<typeof startBackend>;
  const surface = (name: string) => screen.findByRole('region', { name });
  const buttons = (region: HTMLElement) =>
    within(region)
      .getAllByRole('button')
      .map(it => [it.textContent, it.getAttribute('data-variant')].join(' '));

  const closeDialog = async () => {
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  };
  const cancelWaiting = async (region: HTMLElement) => {
    await userEvent.click(
      within(region).getByRole('button', {
        name: 'Cancel the sign-in at Finance',
      }),
    );
    expect(region).toHaveTextContent('Sign-in ended');
    await waitFor(() => expect(backend.count('DELETE /sign-ins/s-1')).toBe(1));
  };

  beforeEach(() => {
    backend = startBackend(server, [
      ...names.map(name =>
        fabric({ name, title: name.toUpperCase(), connection: sales }),
      ),
      fabric({
        name: 'close',
        title: 'Close',
        ...inWorkspace('Finance', { connection: finance }),
      }),
      fabric({
        name: 'cases',
        title: 'Cases',
        ...inWorkspace('Legal', { connection: legal }),
      }),
    ]);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('tells of each connection where it is, for what, as whom, how long and what can be done', async () => {
    renderWithBackend(<ConnectionsPage />);
    const ofSales = await surface('Sales');
    await waitFor(() =>
      expect(ofSales).toHaveTextContent(
        'adb-1234567890123456.7.azuredatabricks.netA, B, C and 2 more',
      ),
    );
    expect(ofSales).toHaveTextContent('Connected as Alice Example');
    expect(ofSales).toHaveTextContent('Works, tested 2 hours ago');
    expect(ofSales).toHaveTextContent(
      'alice@example.com · connected 1 day ago · about 6 days left',
    );
    expect(
      within(ofSales)
        .getAllByRole('link')
        .map(it => it.getAttribute('href')),
    ).toEqual([
      '/databricks/fabrics/a',
      '/databricks/fabrics/b',
      '/databricks/fabrics/c',
      '/databricks/fabrics?workspace=https%3A%2F%2Fadb-1234567890123456.7.azuredatabricks.net',
    ]);
    expect(buttons(ofSales)).toEqual([
      'Reconnect secondary',
      'Test secondary',
      ' tertiary',
    ]);

    const ofFinance = await surface('Finance');
    expect(ofFinance).toHaveTextContent('Sign-in ended');
    expect(ofFinance).toHaveTextContent(
      'Was Alice Example · alice@example.com',
    );
    expect(ofFinance).toHaveTextContent('Databricks has ended your sign-in.');
    expect(ofFinance).toHaveTextContent('Ended 1 day ago');
    expect(buttons(ofFinance)).toEqual(['Reconnect primary', ' tertiary']);

    const ofLegal = await surface('Legal');
    expect(ofLegal).toHaveTextContent('Refused by Databricks');
    expect(ofLegal).toHaveTextContent(
      'Your address is not allowed. Tested 1 day ago.',
    );
  });

  it('names another person as such, wherever they stand', async () => {
    const other = {
      otherPerson: true,
      databricksUser: { id: '7', userName: 'g', displayName: 'Grace Hopper' },
    };
    backend.fabrics = backend.fabrics.map(it => ({
      ...it,
      connection: { ...(it.connection as Connection), ...other },
    }));
    const page = renderWithBackend(<ConnectionsPage />);
    const ofSales = await surface('Sales');
    expect(ofSales).toHaveTextContent('Connected as Grace Hopper, not you');
    expect(await surface('Finance')).toHaveTextContent(
      'Was Grace Hopper, not you · g',
    );
    await userEvent.click(
      within(ofSales).getByRole('button', { name: 'Test' }),
    );
    await waitFor(() =>
      expect(page.toasts.map(it => it.title)).toEqual([
        'Sales works as Grace Hopper, not you',
      ]),
    );
  });

  it('tests one, and shows what it learnt', async () => {
    const page = renderWithBackend(<ConnectionsPage />);
    const ofSales = await surface('Sales');
    backend.test = {
      ok: false,
      checks: [{ id: 'identity', state: 'failed', message: 'No.' }],
    };
    backend.answer = call => {
      if (call === 'POST /connections/c-1/test') {
        backend.connect('sales', {
          ...sales,
          lastTest: { at: inDays(0), ok: false },
        });
      }
      return undefined;
    };
    await userEvent.click(
      within(ofSales).getByRole('button', { name: 'Test' }),
    );
    await waitFor(() =>
      expect(ofSales).toHaveTextContent('Refused by Databricks'),
    );
    expect(page.toasts.map(it => it.title)).toEqual([
      '1 problem in Sales as Alice Example: No.',
    ]);
  });

  it('reconnects, and cancels what waits', async () => {
    stubPopup();
    renderWithBackend(<ConnectionsPage />);
    const ofFinance = await surface('Finance');
    await userEvent.click(
      await within(ofFinance).findByRole('button', {
        name: /^Reconnect to Finance/,
      }),
    );
    await screen.findByText(/A window has opened/);
    await closeDialog();
    expect(ofFinance).toHaveTextContent('Waiting for Databricks');
    await cancelWaiting(ofFinance);
  });

  it('disconnects from the menu, and is empty with a way to the fabrics after the last', async () => {
    backend.fabrics = backend.fabrics.slice(0, 5);
    renderWithBackend(<ConnectionsPage />);
    await surface('Sales');
    await screen.findByRole('link', { name: 'A' });
    await userEvent.click(
      screen.getByRole('button', { name: 'More actions for Sales' }),
    );
    expect(screen.getAllByRole('menuitem').map(it => it.textContent)).toEqual([
      'Switch account',
      'Open in Databricks',
      'Disconnect',
    ]);
    await userEvent.click(screen.getByRole('menuitem', { name: 'Disconnect' }));
    const dialog = await screen.findByRole('dialog');
    expect(dialog).toHaveTextContent('Affected: A, B, C and 2 more.');
    backend.answer = call => {
      if (call === 'DELETE /connections/c-1') {
        backend.connect('sales', { status: 'not_connected' });
      }
      return undefined;
    };
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Disconnect' }),
    );
    expect(
      await screen.findByText('You are not connected to Databricks.'),
    ).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'Go to the fabrics' }),
    ).toHaveAttribute('href', '/databricks/fabrics');
  });

  it('leads to the notifications where the portal has them', async () => {
    renderWithBackend(
      <ConnectionsPage notificationSettings="/settings/notifications" />,
    );
    await surface('Sales');
    expect(
      screen.getByRole('link', { name: 'Notification settings' }),
    ).toHaveAttribute('href', '/settings/notifications');
  });

  it('says what failed, and tries again; says while the portal is paused', async () => {
    backend.list = { paused: { since: inDays(-1), by: 'user:default/bob' } };
    let isDown = true;
    backend.answer = call =>
      isDown && call === 'GET /connections'
        ? errorAnswer(503, 'unavailable', 'Away.')
        : undefined;
    renderWithBackend(<ConnectionsPage />);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Your connections could not be loaded.',
    );
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await surface('Sales')).toBeVisible();
    expect(await screen.findByText(/^The portal has paused/)).toBeVisible();
  });

  const startReconnect = async (region: HTMLElement) => {
    await userEvent.click(
      within(region).getByRole('button', { name: /^Reconnect to Finance/ }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Connect to Finance' }),
    ).toHaveTextContent(/A window has opened/);
    expect(backend.bodies).toEqual([
      { issuer: 'finance', display: 'popup', returnTo: '/' },
    ]);
  };

  it('reconnects while the list of fabrics is awaited, and still waits when that comes', async () => {
    stubPopup();
    let comes = () => {};
    const awaited = new Promise<void>(resolve => {
      comes = resolve;
    });
    backend.answer = call =>
      call === 'GET /fabrics'
        ? awaited.then(() => HttpResponse.json(fabricList(backend.fabrics)))
        : undefined;
    renderWithBackend(<ConnectionsPage />);
    const ofFinance = await surface('Finance');
    await startReconnect(ofFinance);
    await closeDialog();
    comes();
    expect(await screen.findByRole('link', { name: 'Close' })).toBeVisible();
    expect(ofFinance).toHaveTextContent('Waiting for Databricks');
    await cancelWaiting(ofFinance);
  });

  it('tells how a sign-in ended while the list of fabrics cannot be had', async () => {
    stubPopup();
    backend.answer = call =>
      call === 'GET /fabrics'
        ? errorAnswer(503, 'unavailable', 'Away.')
        : undefined;
    renderWithBackend(<ConnectionsPage />);
    const ofFinance = await surface('Finance');
    await startReconnect(ofFinance);
    await closeDialog();
    backend.signIn = { status: 'denied' };
    focusPortal();
    expect(
      await screen.findByText('Databricks did not allow it'),
    ).toBeVisible();

    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/A window has opened/);
    backend.connect('finance', {
      ...finance,
      status: 'connected',
      issuerId: 'finance',
      issuer: { ...finance.issuer, title: 'Finance' },
      databricksUser: { id: '7', userName: 'g', displayName: 'Grace Hopper' },
      replacedUserName: 'alice@example.com',
    });
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    expect(await screen.findByText('You are now Grace Hopper')).toBeVisible();
  });

  it('offers no sign-in that cannot work, and says whom to ask', async () => {
    backend.list = { admins: ['group:default/platform'] };
    backend.connect('sales', {
      ...sales,
      reason: { code: 'app_connection_rejected', message: '' },
    });
    backend.fabrics = backend.fabrics.map(it =>
      it.issuer === 'finance'
        ? { ...it, appConnection: { name: 'd', title: 'D', ready: false } }
        : it,
    );
    renderWithBackend(<ConnectionsPage />);
    const ofSales = await surface('Sales');
    await waitFor(() =>
      expect(buttons(ofSales)).toEqual([
        'Who to ask secondary',
        'Test secondary',
        ' tertiary',
      ]),
    );
    expect(ofSales).toHaveTextContent('Cannot be renewed');
    expect(ofSales).not.toHaveTextContent('left');
    const ofFinance = await surface('Finance');
    expect(ofFinance).toHaveTextContent('Not set up yet');
    expect(buttons(ofFinance)).toEqual(['Who to ask secondary', ' tertiary']);
    await userEvent.click(
      screen.getByRole('button', { name: 'More actions for Sales' }),
    );
    expect(screen.getAllByRole('menuitem').map(it => it.textContent)).toEqual([
      'Open in Databricks',
      'Disconnect',
    ]);
  });

  it('says that the list of fabrics could not be loaded, and switches and reconnects without it', async () => {
    stubPopup();
    backend.answer = call =>
      call === 'GET /fabrics'
        ? errorAnswer(503, 'unavailable', 'Away.')
        : undefined;
    renderWithBackend(<ConnectionsPage />);
    const ofFinance = await surface('Finance');
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('The fabrics could not be loaded.');
    expect(alert).toHaveTextContent('Your connections are not affected.');
    await userEvent.click(
      within(ofFinance).getByRole('button', {
        name: 'More actions for Finance',
      }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Switch account' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Switch account for Finance' }),
    ).toHaveTextContent('Sign out of Databricks first');
    await closeDialog();

    await startReconnect(ofFinance);
    backend.answer = () => undefined;
    backend.connect('finance', {
      ...finance,
      status: 'connected',
      reason: undefined,
    });
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(() =>
      expect(ofFinance).toHaveTextContent('Connected as Alice Example'),
    );
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('offers no sign-in where no fabric of the user is any more', async () => {
    backend.answer = call =>
      call === 'GET /fabrics'
        ? HttpResponse.json(fabricList(backend.fabrics.slice(0, 5)))
        : undefined;
    renderWithBackend(<ConnectionsPage />);
    await screen.findByRole('link', { name: 'A' });
    const ofFinance = await surface('Finance');
    expect(buttons(ofFinance)).toEqual([' tertiary']);
    await userEvent.click(
      within(ofFinance).getByRole('button', {
        name: 'More actions for Finance',
      }),
    );
    expect(screen.getAllByRole('menuitem').map(it => it.textContent)).toEqual([
      'Open in Databricks',
      'Disconnect',
    ]);
  });

  it('shows a change that was made elsewhere when the portal gets the focus', async () => {
    renderWithBackend(<ConnectionsPage />);
    const ofSales = await surface('Sales');
    backend.connect('sales', { ...sales, status: 'unreadable' });
    jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 10_000);
    focusPortal();
    await waitFor(() => expect(ofSales).toHaveTextContent('Cannot be read'));
  });
});
