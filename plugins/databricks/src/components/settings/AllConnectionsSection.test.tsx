import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection } from '../../__testUtils__/answers';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const alices = { ...connection(), user: 'user:default/alice' };
const carols = {
  ...connection({
    id: 'c-2',
    status: 'unreadable',
    reason: {
      code: 'encryption_key_unavailable',
      message: 'Its encryption key is not configured.',
    },
  }),
  user: 'user:default/carol',
};

function startConnectionsBackend() {
  const backend = startSettingsBackend(server);
  backend.answer = ({ call }) => {
    if (call.startsWith('DELETE')) {
      return HttpResponse.json({ ended: 2 });
    }
    return HttpResponse.json(
      call.includes('cursor=')
        ? { items: [carols] }
        : { items: [alices], nextCursor: 'n1' },
    );
  };
  return backend;
}

describe('the section of connections', () => {
  it('asks for nothing before it is opened', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await screen.findByText('Connections of all users', { selector: 'h3' });
    expect(backend.received).toEqual([]);

    await press('Show connections');
    expect(
      await screen.findByRole('group', { name: 'user:default/alice' }),
    ).toBeVisible();
    expect(backend.received).toEqual([{ call: 'GET /admin/connections' }]);
  });

  it('shows page after page', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await screen.findByRole('button', { name: 'Show connections' });
    await press('Show connections');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Show more' }),
    );

    const card = await screen.findByRole('group', {
      name: 'user:default/carol',
    });
    expect(card).toHaveTextContent('Its encryption key is not configured.');
    expect(screen.getByText('2 connections are shown.')).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();
    expect(backend.received.at(-1)?.call).toBe(
      'GET /admin/connections?cursor=n1',
    );
  });

  it('keeps what is shown when the next page does not come', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await screen.findByRole('button', { name: 'Show connections' });
    await press('Show connections');
    await screen.findByRole('button', { name: 'Show more' });
    const { answer } = backend;
    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    await press('Show more');
    expect(
      await screen.findByText('No more connections could be loaded'),
    ).toBeVisible();
    expect(
      screen.getByRole('group', { name: 'user:default/alice' }),
    ).toBeVisible();

    backend.answer = answer;
    await press('Try again');
    expect(
      await screen.findByRole('group', { name: 'user:default/carol' }),
    ).toBeVisible();
  });

  it('filters by user, fabric and status', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await screen.findByRole('button', { name: 'Show connections' });
    await press('Show connections');
    await userEvent.type(
      await screen.findByLabelText(/^User/),
      'user:default/alice',
    );
    await userEvent.click(screen.getByRole('button', { name: /Any fabric/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Analytics (dev)' }),
    );
    await userEvent.click(screen.getByRole('button', { name: /Any status/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Cannot be read' }),
    );
    await press('Filter');

    await waitFor(() =>
      expect(backend.received.at(-1)?.call).toBe(
        'GET /admin/connections?user=user%3Adefault%2Falice&fabric=analytics-dev&status=unreadable',
      ),
    );
  });

  it('ends one after asking', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await screen.findByRole('button', { name: 'Show connections' });
    await press('Show connections');
    const card = await screen.findByRole('group', {
      name: 'user:default/alice',
    });
    await userEvent.click(within(card).getByRole('button', { name: 'End' }));
    const dialog = screen.getByRole('dialog');
    expect(dialog).toHaveTextContent('Alice Example (alice@example.com)');
    await press('End', dialog);

    await waitFor(() =>
      expect(backend.received.map(({ call }) => call)).toEqual([
        'GET /admin/connections',
        'DELETE /admin/connections/c-1',
        'GET /admin/connections',
      ]),
    );
  });

  it('ends all of a user', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await screen.findByRole('button', { name: 'Show connections' });
    await press('Show connections');
    expect(
      screen.queryByRole('button', { name: 'End all of this user' }),
    ).toBeNull();
    await userEvent.type(
      await screen.findByLabelText(/^User/),
      'user:default/alice{Enter}',
    );
    await press('End all of this user');
    await press('End all of this user', screen.getByRole('dialog'));

    expect(
      await screen.findByText('2 connections have ended.'),
    ).toBeInTheDocument();
    expect(backend.received.map(({ call }) => call)).toContain(
      'DELETE /admin/connections?user=user%3Adefault%2Falice',
    );
  });
});
