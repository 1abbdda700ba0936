import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import {
  connection,
  fabricList,
  fabricRow,
  issuer,
} from '../__testUtils__/answers';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { errorAnswer, startBackend } from '../__testUtils__/startBackend';
import { focusPortal, stubPopup } from '../__testUtils__/stubPopup';
import { watchClipboard } from '../__testUtils__/watchClipboard';
import { useRequireDatabricksConnection } from './RequireContext';
import { RequireDatabricksConnection } from './RequireDatabricksConnection';

const server = setupServer();
registerMswTestHooks(server);

const purpose = 'to see the query history';

/** Content of another plugin, whose call may be refused. */
function History() {
  const { onReconnectRequired } = useRequireDatabricksConnection();
  return (
    <div>
      <p>The queries</p>
      <button type="button" onClick={onReconnectRequired}>
        A call is refused
      </button>
    </div>
  );
}

function renderHistory(variant?: 'block' | 'inline') {
  return renderWithBackend(
    <RequireDatabricksConnection
      fabric="campaigns"
      purpose={purpose}
      variant={variant}
    >
      <History />
    </RequireDatabricksConnection>,
  );
}

describe('RequireDatabricksConnection', () => {
  let backend: ReturnType<typeof startBackend>;
  const at = (changes: Parameters<typeof connection>[0]) => {
    backend.list.issuers = [issuer({ connection: connection(changes) })];
  };
  const content = () => screen.queryByText('The queries');

  beforeEach(() => {
    backend = startBackend(server);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('asks to connect in place of the content, and gives way to it as soon as that is done', async () => {
    stubPopup();
    const { toasts } = renderHistory();
    expect(
      await screen.findByText(
        'Connect to Databricks to see the query history.',
      ),
    ).toBeVisible();
    expect(
      screen.getByText(/It is read as you, .* in the workspace Sales\./),
    ).toBeVisible();
    expect(content()).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Connect' }));
    expect(
      await screen.findByRole('dialog', { name: 'Connect to Sales' }),
    ).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(
      await screen.findByText('Finish signing in at Databricks.'),
    ).toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'Show the window' }),
    );
    expect(
      await screen.findByRole('dialog', { name: 'Connect to Sales' }),
    ).toBeVisible();

    at({});
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(() => expect(content()).toBeVisible());
    expect(screen.queryByRole('dialog')).toBeNull();
    // What had the focus is gone: it goes to what stands there now
    await waitFor(() =>
      expect(content()?.closest('[tabindex="-1"]')).toHaveFocus(),
    );
    expect(toasts.map(({ title }) => title)).toEqual([
      'Connected to Sales as Ada Lovelace. 2 fabrics are ready.',
    ]);
  });

  it.each(['reconnect_required', 'unreadable'] as const)(
    'asks to reconnect where the sign-in is %s',
    async status => {
      at({ status });
      renderHistory();
      expect(
        await screen.findByText('Your Databricks sign-in has ended.'),
      ).toBeVisible();
      expect(
        screen.getByText('Reconnect to Sales to see the query history again.'),
      ).toBeVisible();
      expect(screen.getByRole('button', { name: 'Reconnect' })).toBeEnabled();
      expect(content()).toBeNull();
    },
  );

  it.each(['connected', 'expires_soon'] as const)(
    'draws the content alone while the connection is %s, and asks in the same place once a call is refused',
    async status => {
      at({ status });
      renderHistory();
      await waitFor(() => expect(content()).toBeVisible());
      expect(screen.queryByRole('button', { name: /onnect$/ })).toBeNull();

      at({ status: 'reconnect_required' });
      await userEvent.click(
        screen.getByRole('button', { name: 'A call is refused' }),
      );
      expect(
        await screen.findByText('Your Databricks sign-in has ended.'),
      ).toBeVisible();
      expect(content()).toBeNull();
    },
  );

  it('draws the content where no sign-in is needed', async () => {
    backend.list = fabricList({
      items: [fabricRow({ signInNeeded: false, issuer: undefined })],
      issuers: [],
    });
    renderHistory();
    await waitFor(() => expect(content()).toBeVisible());
  });

  it.each([
    [
      'nobody can connect yet',
      () => {
        backend.list.issuers = [
          issuer({ appConnection: { name: '', title: '', ready: false } }),
        ];
      },
    ],
    [
      'the fabric is not the user’s',
      () => {
        backend.list.items = [fabricRow({ name: 'another' })];
      },
    ],
  ])('tells who can help where %s', async (_, arrange) => {
    arrange();
    const user = userEvent.setup();
    const copied = watchClipboard();
    renderHistory();
    expect(
      await screen.findByText('Databricks is not available to you here yet.'),
    ).toBeVisible();
    expect(
      screen.getByText('Ask the owner of this page, or platform.'),
    ).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Copy a message' }));
    const text = copied();
    expect(text).toContain('“campaigns”');
    expect(text).toContain(purpose);
    expect(text).toContain('http://localhost/');
    expect(await screen.findByText('Copied')).toBeInTheDocument();
    expect(content()).toBeNull();
  });

  it('offers to ask again where the portal does not answer', async () => {
    let isDown = true;
    backend.answer = () =>
      isDown ? errorAnswer(503, 'unavailable', 'Away.') : undefined;
    at({});
    renderHistory();
    expect(
      await screen.findByText('The portal could not ask for your connection.'),
    ).toBeVisible();
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(content()).toBeVisible());
  });

  it('says while it asks that it does, in the height of what comes', async () => {
    let answer = () => {};
    backend.answer = () =>
      new Promise(resolve => {
        answer = () => resolve(undefined as never);
      });
    at({});
    renderHistory();
    const status = await screen.findByText(
      'Asking for your Databricks connection',
    );
    expect(status.closest('[style]')).toHaveStyle({ minHeight: '248px' });
    await waitFor(() => expect(backend.calls).toHaveLength(1));
    answer();
    await waitFor(() => expect(content()).toBeVisible());
  });

  it('stands in one line above content that also works without', async () => {
    stubPopup();
    renderHistory('inline');
    expect(
      await screen.findByText('Connect to Sales to see the query history.'),
    ).toBeVisible();
    expect(content()).toBeVisible();
    at({ status: 'reconnect_required' });
    await userEvent.click(
      screen.getByRole('button', { name: 'A call is refused' }),
    );
    expect(
      await screen.findByText(
        'Reconnect to Sales to see the query history again.',
      ),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Reconnect' }));
    await userEvent.keyboard('{Escape}');
    expect(
      await screen.findByText('Finish signing in at Databricks.'),
    ).toBeVisible();
    at({});
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(() =>
      expect(screen.queryByText('Finish signing in at Databricks.')).toBeNull(),
    );
    expect(content()).toBeVisible();
  });

  it('leaves content alone that works without, where nothing can be connected', async () => {
    backend.list.items = [];
    renderHistory('inline');
    await waitFor(() => expect(backend.calls).toHaveLength(1));
    expect(content()).toBeVisible();
    expect(screen.queryByText(/Databricks/)).toBeNull();
  });
});
