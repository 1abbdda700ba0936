import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection } from '../__testUtils__/fabrics';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { ConnectionList } from './ConnectionList';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const host = 'adb-1234567890123456.7.azuredatabricks.net';

describe('ConnectionList', () => {
  it('shows as whom, for which fabrics, since and until when, and disconnects', async () => {
    let items = [
      connection({ fabrics: ['analytics-dev', 'sandbox'] }),
      connection({
        id: 'c-2',
        status: 'reconnect_required',
        issuer: {
          kind: 'workspace',
          url: 'http://127.0.0.1:8021',
          title: '127.0.0.1:8021',
        },
        workspaceUrl: 'http://127.0.0.1:8021',
        reason: { code: 'reconnect_required', message: 'It was revoked.' },
        fabrics: [],
      }),
    ];
    server.use(
      http.get(`${backendUrl}/connections`, () => HttpResponse.json({ items })),
      http.delete(`${backendUrl}/connections/:id`, ({ params }) => {
        items = items.filter(({ id }) => id !== params.id);
        return HttpResponse.json({ revoked: 'unsupported' });
      }),
    );
    renderWithBackend(<ConnectionList />);

    const first = await screen.findByRole('group', { name: host });
    expect(first).toHaveTextContent('Alice Example (alice@example.com)');
    expect(first).toHaveTextContent('analytics-dev, sandbox');
    expect(first).toHaveTextContent('1 day ago');
    expect(first).toHaveTextContent('About 6 days left');
    const second = screen.getByRole('group', { name: '127.0.0.1:8021' });
    expect(second).toHaveTextContent('It was revoked.');
    expect(second).not.toHaveTextContent('Sign-in');

    await userEvent.click(
      within(first).getByRole('button', { name: 'Disconnect' }),
    );
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Disconnect',
      }),
    );
    await waitFor(() => expect(first).not.toBeInTheDocument());
    expect(second).toBeVisible();
  });

  it('says where to connect when there is no connection', async () => {
    server.use(
      http.get(`${backendUrl}/connections`, () =>
        HttpResponse.json({ items: [] }),
      ),
    );
    renderWithBackend(<ConnectionList fabricsHref="/databricks" />);

    expect(
      await screen.findByRole('link', { name: 'Go to the fabrics' }),
    ).toHaveAttribute('href', '/databricks');
  });

  it('says what went wrong and tries again', async () => {
    server.use(
      http.get(`${backendUrl}/connections`, () => HttpResponse.error(), {
        once: true,
      }),
      http.get(`${backendUrl}/connections`, () =>
        HttpResponse.json({ items: [connection()] }),
      ),
    );
    renderWithBackend(<ConnectionList />);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal cannot be reached',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('group', { name: host })).toBeVisible();
  });
});
