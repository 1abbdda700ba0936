import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection, fabric, fabricList } from '../__testUtils__/fabrics';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import {
  authorizationUrl,
  startSignInBackend,
} from '../__testUtils__/startSignInBackend';
import { announceOutcome, stubPopup } from '../__testUtils__/stubPopup';
import { FabricCards } from './FabricCards';

const server = setupServer();
registerMswTestHooks(server);

describe('connecting from a card', () => {
  beforeEach(() => {
    window.sessionStorage.clear();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  async function pressConnect() {
    renderWithBackend(<FabricCards />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Connect' }),
    );
  }

  it('opens the window in the click, sends it to Databricks and shows as whom', async () => {
    const backend = startSignInBackend(server);
    const { popup, open } = stubPopup();
    renderWithBackend(<FabricCards />);
    fireEvent.click(await screen.findByRole('button', { name: 'Connect' }));

    expect(open).toHaveBeenCalledWith(
      'about:blank',
      '_blank',
      expect.stringContaining('popup'),
    );
    expect(
      await screen.findByText('Continue in the Databricks window'),
    ).toBeVisible();
    expect(popup.location.replace).toHaveBeenCalledWith(authorizationUrl);
    expect(backend.started).toEqual([
      {
        body: { fabric: 'analytics-dev', display: 'popup', returnTo: '/' },
        credentials: 'include',
      },
    ]);

    backend.status = 'succeeded';
    backend.userName = 'alice@example.com';
    announceOutcome(popup);
    expect(
      await screen.findByText('Connected as alice@example.com'),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: 'Disconnect' })).toBeVisible();
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('finds the outcome by polling alone', async () => {
    const backend = startSignInBackend(server);
    stubPopup();
    await pressConnect();
    await screen.findByText('Continue in the Databricks window');

    backend.status = 'succeeded';
    backend.userName = 'alice@example.com';
    expect(
      await screen.findByText(
        'Connected as alice@example.com',
        {},
        { timeout: 5_000 },
      ),
    ).toBeVisible();
  });

  it('says why a sign-in failed and offers to try again', async () => {
    const backend = startSignInBackend(server);
    const { popup } = stubPopup();
    await pressConnect();
    await screen.findByText('Continue in the Databricks window');

    backend.status = 'denied';
    backend.message = 'It was declined at Databricks.';
    announceOutcome(popup);
    expect(
      await screen.findByText('It was declined at Databricks.'),
    ).toBeVisible();

    backend.status = 'pending';
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByText('Continue in the Databricks window'),
    ).toBeVisible();
    expect(backend.started).toHaveLength(2);
  });

  it('closes the window and says why when the sign-in cannot start', async () => {
    startSignInBackend(server);
    server.use(
      http.post(`${backendUrl}/sign-ins`, () =>
        HttpResponse.json(
          {
            error: {
              name: 'TooManyRequestsError',
              code: 'too_many_requests',
              message: 'Too many attempts.',
              retryAfterSeconds: 30,
            },
            response: { statusCode: 429 },
          },
          { status: 429 },
        ),
      ),
    );
    const { popup } = stubPopup();
    await pressConnect();

    expect(await screen.findByText('Too many attempts.')).toBeVisible();
    expect(popup.close).toHaveBeenCalled();
  });

  it('takes a closed window for a hint: helps, and still notices the outcome', async () => {
    const backend = startSignInBackend(server);
    const { popup } = stubPopup();
    await pressConnect();
    await screen.findByText('Continue in the Databricks window');

    popup.closed = true;
    expect(
      await screen.findByText(
        'Databricks shows an error instead of a sign-in page?',
        {},
        { timeout: 5_000 },
      ),
    ).toBeVisible();
    expect(
      screen.getByText('http://backend.test/api/databricks/oauthredirect'),
    ).toBeVisible();
    expect(screen.getByText('9d1e')).toBeVisible();
    expect(screen.getByText(/up to 30 minutes/)).toBeVisible();
    expect(screen.getByRole('button', { name: 'Try again' })).toBeEnabled();

    backend.status = 'succeeded';
    backend.userName = 'alice@example.com';
    expect(
      await screen.findByText(
        'Connected as alice@example.com',
        {},
        { timeout: 5_000 },
      ),
    ).toBeVisible();
  });

  it('offers to continue in this window when the browser blocks the other', async () => {
    const backend = startSignInBackend(server);
    const open = jest.spyOn(window, 'open').mockReturnValue(null);
    await pressConnect();

    expect(
      await screen.findByText('Your browser blocked the Databricks window'),
    ).toBeVisible();
    expect(backend.started).toEqual([]);

    await userEvent.click(
      screen.getByRole('button', { name: 'Continue in this window' }),
    );
    await waitFor(() =>
      expect(open).toHaveBeenLastCalledWith(authorizationUrl, '_self'),
    );
    expect(backend.started[0].body).toEqual({
      fabric: 'analytics-dev',
      display: 'page',
      returnTo: '/',
    });
  });

  it.each([
    ['succeeded', 'Connected as alice@example.com'],
    ['denied', 'It was declined at Databricks.'],
  ] as const)(
    'shows the outcome %s after coming back from a full-page sign-in',
    async (status, text) => {
      const backend = startSignInBackend(server);
      jest.spyOn(window, 'open').mockReturnValue(null);
      const left = renderWithBackend(<FabricCards />);
      await userEvent.click(
        await screen.findByRole('button', { name: 'Connect' }),
      );
      await userEvent.click(
        await screen.findByRole('button', { name: 'Continue in this window' }),
      );
      await waitFor(() => expect(window.sessionStorage).toHaveLength(1));
      left.unmount();

      backend.status = status;
      if (status === 'succeeded') {
        backend.userName = 'alice@example.com';
      } else {
        backend.message = text;
      }
      renderWithBackend(<FabricCards />);
      expect(await screen.findByText(text)).toBeVisible();
      await waitFor(() => expect(window.sessionStorage).toHaveLength(0));
    },
  );

  it('shows nobody what somebody else began in this tab', async () => {
    const backend = startSignInBackend(server);
    stubPopup();
    const left = renderWithBackend(<FabricCards />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Connect' }),
    );
    await waitFor(() => expect(window.sessionStorage).toHaveLength(1));
    left.unmount();

    backend.status = 'denied';
    renderWithBackend(<FabricCards />, { userEntityRef: 'user:default/bob' });
    expect(
      await screen.findByRole('button', { name: 'Connect' }),
    ).toBeEnabled();
    await waitFor(() => expect(window.sessionStorage).toHaveLength(0));
    expect(screen.queryByText('Connecting did not work')).toBeNull();
    expect(screen.queryByText('Continue in the Databricks window')).toBeNull();
  });

  it('names the addresses when the portal was opened at one from which no sign-in can work', async () => {
    const backend = startSignInBackend(server);
    const { open } = stubPopup();
    renderWithBackend(<FabricCards />, {
      config: { backend: { baseUrl: 'https://api.example.com' } },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Connect' }),
    );
    expect(
      await screen.findByText(
        /opened the portal at http:\/\/localhost, but its backend is at https:\/\/api\.example\.com\./,
      ),
    ).toBeVisible();
    expect(open).not.toHaveBeenCalled();
    expect(backend.started).toEqual([]);
  });

  it('stops waiting when cancelled', async () => {
    startSignInBackend(server);
    const { popup } = stubPopup();
    await pressConnect();
    await userEvent.click(
      await screen.findByRole('button', { name: 'Cancel' }),
    );

    expect(screen.getByRole('button', { name: 'Connect' })).toBeEnabled();
    expect(popup.close).toHaveBeenCalled();
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('says when another Databricks identity has replaced the first', async () => {
    const backend = startSignInBackend(server);
    backend.userName = 'old@example.com';
    server.use(
      http.get(
        `${backendUrl}/fabrics`,
        () =>
          HttpResponse.json(
            fabricList([
              fabric({
                connection: connection({
                  status: 'reconnect_required',
                  databricksUser: { id: 'old', userName: 'old@example.com' },
                }),
              }),
            ]),
          ),
        { once: true },
      ),
    );
    const { popup } = stubPopup();
    renderWithBackend(<FabricCards />);
    await userEvent.click(
      await screen.findByRole('button', { name: 'Reconnect' }),
    );
    await screen.findByText('Continue in the Databricks window');

    backend.status = 'succeeded';
    backend.userName = 'alice@example.com';
    backend.replacedUserName = 'old@example.com';
    announceOutcome(popup);
    expect(
      await screen.findByText(
        'You were connected as old@example.com before. Your last sign-in has replaced it.',
      ),
    ).toBeVisible();
  });
});
