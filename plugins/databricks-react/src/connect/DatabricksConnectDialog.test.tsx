import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { connection, issuer } from '../__testUtils__/answers';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { errorAnswer, startBackend } from '../__testUtils__/startBackend';
import { focusPortal, stubPopup } from '../__testUtils__/stubPopup';
import { watchClipboard } from '../__testUtils__/watchClipboard';
import { useDatabricksFabrics } from '../store/hooks';
import { DatabricksConnectDialog } from './DatabricksConnectDialog';
import { useConnect } from './useConnect';

const server = setupServer();
registerMswTestHooks(server);

const grace = {
  id: '7',
  userName: 'grace@example.com',
  displayName: 'Grace Hopper',
};

/** A page that offers all that one can do about its first issuer. */
function Page() {
  const { remote } = useDatabricksFabrics();
  const actions = useConnect();
  if (remote.status !== 'loaded') {
    return null;
  }
  const [first] = remote.value.issuers;
  return (
    <>
      <p>{first.connection?.status}</p>
      <button type="button" onClick={() => actions.connect(first)}>
        Go
      </button>
      <button type="button" onClick={() => actions.offer(first)}>
        Offer
      </button>
      <button type="button" onClick={() => actions.switchAccount(first)}>
        Change
      </button>
      <button type="button" onClick={() => actions.disconnect(first)}>
        End
      </button>
      <button
        type="button"
        onClick={() => actions.show({ ...first, id: 'gone' })}
      >
        Lost
      </button>
      <DatabricksConnectDialog />
      <DatabricksConnectDialog />
      <DatabricksConnectDialog />
    </>
  );
}

describe('DatabricksConnectDialog', () => {
  let backend: ReturnType<typeof startBackend>;
  const open = async (button: string) => {
    await userEvent.click(await screen.findByRole('button', { name: button }));
    return screen.findByRole('dialog');
  };
  const press = (name: string) =>
    userEvent.click(
      within(screen.getByRole('dialog'))
        .getAllByRole('button', { name })
        .slice(-1)[0],
    );
  const closed = () =>
    waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  const buttons = () =>
    within(screen.getByRole('dialog'))
      .getAllByRole('button')
      .filter(it => it.getAttribute('slot') !== 'close')
      .map(it => it.textContent);
  const connected = (changes: Parameters<typeof connection>[0] = {}) => {
    backend.list.issuers = [issuer({ connection: connection(changes) })];
  };

  beforeEach(() => {
    backend = startBackend(server);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('is drawn once where several are on a page, and says first what connecting gives', async () => {
    stubPopup();
    renderWithBackend(<Page />);
    const dialog = await open('Offer');
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(dialog).toHaveAccessibleName('Connect to Sales');
    expect(dialog).toHaveTextContent('works in Sales as you');
    expect(dialog).toHaveTextContent(
      'One sign-in serves all 2 fabrics of Sales.',
    );
    expect(backend.calls).toEqual(['GET /fabrics']);
    await press('Connect');
    expect(
      await within(dialog).findByText(/A window has opened/),
    ).toBeVisible();
    expect(backend.calls).toContain('POST /sign-ins');
  });

  it('shows the window, explains an error of Databricks on request, and opens again what was closed', async () => {
    const { popup } = stubPopup();
    const user = userEvent.setup();
    const copied = watchClipboard();
    renderWithBackend(<Page />);
    const dialog = await open('Go');
    await within(dialog).findByText(/A window has opened/);
    await press('Show the window');
    expect(popup.focus).toHaveBeenCalledTimes(1);

    expect(dialog).not.toHaveTextContent('9d1e');
    await press('Databricks shows an error?');
    expect(dialog).toHaveTextContent('9d1e');
    await user.click(
      within(dialog).getByRole('button', { name: 'Copy all for an admin' }),
    );
    expect(copied()).toBe(
      'Redirect URL: http://backend.test/api/databricks/oauthredirect\nClient ID: 9d1e',
    );

    popup.closed = true;
    focusPortal();
    expect(
      await within(dialog).findByText('The Databricks window is closed'),
    ).toBeVisible();
    const again = stubPopup();
    await press('Open again');
    await waitFor(() =>
      expect(again.popup.location.replace).toHaveBeenCalledTimes(1),
    );
    await press('Cancel');
    await closed();
    await waitFor(() =>
      expect(backend.calls).toContain('DELETE /sign-ins/s-2'),
    );
  });

  it('goes on in this tab where the window is blocked', async () => {
    const opened = jest.spyOn(window, 'open').mockReturnValue(null);
    renderWithBackend(<Page />);
    const dialog = await open('Go');
    expect(dialog).toHaveTextContent('Your browser blocked the window');
    await press('Continue in this tab');
    await waitFor(() =>
      expect(opened).toHaveBeenLastCalledWith(expect.anything(), '_self'),
    );
  });

  it.each([
    ['denied', 'Databricks did not allow it'],
    ['expired', 'That took too long'],
  ] as const)(
    'says that a sign-in was %s, and tries again',
    async (status, title) => {
      stubPopup();
      renderWithBackend(<Page />);
      const dialog = await open('Go');
      await within(dialog).findByText(/A window has opened/);
      backend.signIn = { status };
      focusPortal();
      expect(await within(dialog).findByText(title)).toBeVisible();
      expect(buttons()).toEqual(['Close', 'Try again']);
      backend.signIn = { status: 'pending' };
      stubPopup();
      await press('Try again');
      expect(
        await within(dialog).findByText(/A window has opened/),
      ).toBeVisible();
    },
  );

  it('says what failed in a sentence and the rest below, and whom to ask where trying again cannot help', async () => {
    stubPopup();
    const user = userEvent.setup();
    const copied = watchClipboard();
    backend.answer = call =>
      call === 'POST /sign-ins'
        ? errorAnswer(409, 'app_connection_rejected', 'No.')
        : undefined;
    renderWithBackend(<Page />);
    const dialog = await open('Go');
    expect(
      await within(dialog).findByText(
        'Databricks does not accept this portal.',
      ),
    ).toBeVisible();
    expect(
      within(dialog).getByText(/^Its registration has to be renewed/),
    ).toBeVisible();
    expect(buttons()).toEqual(['Close', 'Copy a message for platform']);
    await user.click(
      screen.getByRole('button', { name: 'Copy a message for platform' }),
    );
    expect(copied()).toBe(
      'Connect to Sales: Databricks does not accept this portal. Its registration has to be renewed, which an admin of the portal can do. (https://sales.cloud.databricks.com, app_connection_rejected)',
    );
    await press('Close');
    await closed();
  });

  it('says that a first sign-in brought another person', async () => {
    stubPopup();
    const { toasts } = renderWithBackend(<Page />);
    await open('Go');
    connected({ databricksUser: grace, otherPerson: true });
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(() =>
      expect(toasts.map(it => it.title)).toEqual([
        'Connected to Sales as Grace Hopper, not you. 2 fabrics are ready.',
      ]),
    );
  });

  it('switches the account, and says who the user is now', async () => {
    stubPopup();
    connected();
    renderWithBackend(<Page />);
    const dialog = await open('Change');
    expect(dialog).toHaveAccessibleName('Switch account for Sales');
    expect(dialog).toHaveTextContent('Sign out of Databricks first');
    expect(
      within(dialog).getByRole('link', { name: /^Open Sales/ }),
    ).toHaveAttribute('href', 'https://sales.cloud.databricks.com');
    await press('Continue');
    await within(dialog).findByText(/A window has opened/);
    expect(dialog).toHaveAccessibleName('Switch account for Sales');

    connected({ databricksUser: grace, replacedUserName: 'ada@example.com' });
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    expect(
      await within(dialog).findByText('You are now Grace Hopper'),
    ).toBeVisible();
    expect(dialog).toHaveTextContent(
      'Until now the portal acted as Ada Lovelace in Sales. All 2 fabrics use Grace Hopper from here on.',
    );
    await press('Done');
    await closed();
  });

  it('says what disconnecting does before it does it, and how to undo it', async () => {
    connected();
    backend.list.items = ['Ads', 'Bids', 'Clicks', 'Deals', 'Events'].map(
      title => ({ ...backend.list.items[0], name: title.toLowerCase(), title }),
    );
    const { popup } = stubPopup();
    const { toasts } = renderWithBackend(<Page />);
    const dialog = await open('End');
    expect(dialog).toHaveAccessibleName('Disconnect from Sales?');
    expect(dialog).toHaveTextContent('forgets Ada Lovelace’s sign-in');
    expect(dialog).toHaveTextContent('Affected: Ads, Bids, Clicks and 2 more.');
    expect(
      within(dialog).getByRole('button', { name: 'Cancel' }),
    ).toHaveFocus();

    backend.answer = call =>
      call === 'DELETE /connections/c-1'
        ? errorAnswer(503, 'unavailable', 'Away.')
        : undefined;
    await press('Disconnect');
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'could not do this at the moment',
    );
    backend.answer = () => undefined;
    backend.list.issuers = [issuer()];
    await press('Disconnect');
    await closed();
    expect(screen.getByText('not_connected')).toBeVisible();
    expect(toasts).toHaveLength(1);
    expect(toasts[0]).toMatchObject({ status: 'success', timeout: 10_000 });

    render(<>{toasts[0].title}</>);
    expect(screen.getByText(/^Disconnected from Sales\./)).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Connect again' }),
    );
    expect(toasts).toHaveLength(0);
    await waitFor(() =>
      expect(popup.location.replace).toHaveBeenCalledTimes(1),
    );
  });

  it('says so where the portal has nothing for the user any more', async () => {
    renderWithBackend(<Page />);
    const dialog = await open('Lost');
    expect(dialog).toHaveAccessibleName('You cannot connect there');
    await press('Close');
    await closed();
  });
});
