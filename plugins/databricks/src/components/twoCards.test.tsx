import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import type { SignInStatus } from '@backstage-databricks/plugin-databricks-common';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection, fabric, fabricList } from '../__testUtils__/fabrics';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { authorizationUrl } from '../__testUtils__/startSignInBackend';
import { announceOutcome, stubPopup } from '../__testUtils__/stubPopup';
import { FabricCards } from './FabricCards';

jest.setTimeout(30_000);

const server = setupServer();
registerMswTestHooks(server);

/** Two fabrics of one workspace, and the connection that serves both. */
function startBackend() {
  const backend = { status: 'pending' as SignInStatus, connected: false };
  server.use(
    http.get(`${backendUrl}/fabrics`, () => {
      const changes = backend.connected ? { connection: connection() } : {};
      return HttpResponse.json(
        fabricList([
          fabric({ title: 'First', ...changes }),
          fabric({ name: 'second', title: 'Second', ...changes }),
        ]),
      );
    }),
    http.post(`${backendUrl}/sign-ins`, () => {
      return HttpResponse.json(
        {
          id: 's-1',
          authorizationUrl,
          expiresAt: new Date(Date.now() + 600_000).toISOString(),
        },
        { status: 201 },
      );
    }),
    http.get(`${backendUrl}/sign-ins/s-1`, () => {
      backend.connected ||= backend.status === 'succeeded';
      return HttpResponse.json({
        id: 's-1',
        status: backend.status,
        ...(backend.status === 'denied'
          ? { error: { code: 'access_denied', message: 'It was declined.' } }
          : {}),
      });
    }),
    http.delete(`${backendUrl}/connections/c-1`, () => {
      backend.connected = false;
      return HttpResponse.json({ revoked: 'unsupported' });
    }),
  );
  return backend;
}

describe('Two cards of one connection', () => {
  beforeEach(() => {
    window.sessionStorage.clear();
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  const card = async (title: string) =>
    within(await screen.findByRole('group', { name: title }));

  async function press(title: string, button: string) {
    await userEvent.click(
      await (await card(title)).findByRole('button', { name: button }),
    );
  }

  const connected = (title: string) =>
    waitFor(async () =>
      expect(
        (await card(title)).getByText(/^Connected as Alice/),
      ).toBeVisible(),
    );

  it('can be connected from either again, after the other one has ended it', async () => {
    const backend = startBackend();
    const { popup } = stubPopup();
    renderWithBackend(<FabricCards />);
    await press('First', 'Connect');
    await (await card('First')).findByText('Continue in the Databricks window');
    backend.status = 'succeeded';
    announceOutcome(popup);
    await connected('First');
    await connected('Second');

    await press('Second', 'Disconnect');
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Disconnect',
      }),
    );
    for (const title of ['First', 'Second']) {
      const shown = await card(title);
      expect(await shown.findByText('Not connected')).toBeVisible();
      const connect = shown.getByRole('button', { name: 'Connect' });
      expect(connect).not.toHaveAttribute('aria-disabled', 'true');
      expect(connect).not.toHaveAttribute('data-loading');
      expect(shown.queryByText('Connected')).toBeNull();
    }

    backend.status = 'pending';
    await press('First', 'Connect');
    expect(
      await (
        await card('First')
      ).findByText('Continue in the Databricks window'),
    ).toBeVisible();
  });

  it('say nothing any more of an attempt that failed, or still waits, once they are connected', async () => {
    const backend = startBackend();
    const { popup } = stubPopup();
    renderWithBackend(<FabricCards />);
    await press('First', 'Connect');
    await (await card('First')).findByText('Continue in the Databricks window');
    backend.status = 'denied';
    announceOutcome(popup);
    expect(await screen.findByText('It was declined.')).toBeVisible();

    backend.status = 'pending';
    await press('Second', 'Connect');
    await (
      await card('Second')
    ).findByText('Continue in the Databricks window');
    backend.status = 'succeeded';
    announceOutcome(popup);
    await connected('First');
    await connected('Second');
    expect(screen.queryByText('It was declined.')).toBeNull();
    expect(screen.queryByText('Continue in the Databricks window')).toBeNull();
    expect(window.sessionStorage).toHaveLength(0);
  });
});
