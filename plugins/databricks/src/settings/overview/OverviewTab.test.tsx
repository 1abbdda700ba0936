import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { inDays } from '../../__testUtils__/answers';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { appConnection, settings } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const counts = {
  workspaces: 19,
  connections: 128,
  connectionsToRenew: 5,
  servicePrincipals: 36,
  servicePrincipalsWorking: 33,
  users: {},
};

describe('the overview of the settings', () => {
  it('counts, and leads to what it counts', async () => {
    startSettingsBackend(server, { counts });
    renderSettings('overview');

    const list = await screen.findByRole('list', { name: 'What there is' });
    const links = within(list).getAllByRole('link');
    expect(links.map(it => [it.textContent, it.getAttribute('href')])).toEqual([
      ['1 App connection', '/databricks/settings/app-connections'],
      ['19 Workspaces', '/databricks/settings/fabrics?sort=workspace'],
      ['1 Fabric', '/databricks/settings/fabrics'],
      [
        '128 Connections, 5 to renew',
        '/databricks/settings/connections?status=expires_soon%2Creconnect_required%2Cunreadable',
      ],
      [
        '33 of 36 Service principals work',
        '/databricks/settings/fabrics?servicePrincipal=rejected%2Cexpires%2Cmissing%2Cunchecked',
      ],
    ]);
  });

  it('tells what needs an admin, worst first, each line with what mends it, and folds what is fine', async () => {
    startSettingsBackend(server, {
      checkedAt: inDays(0),
      appConnections: [appConnection({ name: 'partners' })],
      checks: [
        { id: 'database', state: 'ok', message: 'Tokens are in PostgreSQL.' },
        {
          id: 'service-principals',
          state: 'warning',
          message:
            '2 fabrics have no service principal. Sandbox and Churn: schedules cannot run there.',
          fix: { kind: 'fabrics-without-service-principal' },
        },
        {
          id: 'app-connection partners',
          state: 'failed',
          message:
            'Databricks rejects the app connection Partners. Its client secret is wrong.',
          fix: { kind: 'app-connection-secret', appConnection: 'partners' },
        },
      ],
    });
    renderSettings('overview');

    const needs = await screen.findByRole('list', { name: 'Needs you' });
    const [first, second] = within(needs).getAllByRole('listitem');
    expect(first).toHaveTextContent(
      'Databricks rejects the app connection PartnersIts client secret is wrong.',
    );
    expect(second).toHaveTextContent('2 fabrics have no service principal');
    expect(
      within(second).getByRole('link', { name: /^Show them: 2 fabrics/ }),
    ).toHaveAttribute(
      'href',
      '/databricks/settings/fabrics?servicePrincipal=missing',
    );
    expect(
      screen.getByRole('region', { name: /^Needs you/ }),
    ).toHaveTextContent(/Needs you2, checked now/);
    expect(screen.getByText('Tokens are in PostgreSQL.')).not.toBeVisible();
    await userEvent.click(
      screen.getByRole('button', { name: 'One check is fine' }),
    );
    expect(screen.getByText('Tokens are in PostgreSQL.')).toBeVisible();

    await userEvent.click(
      within(first).getByRole('button', { name: /^Enter a new secret: / }),
    );
    expect(
      await screen.findByRole(
        'textbox',
        { name: 'Client ID' },
        { timeout: 15_000 },
      ),
    ).toHaveValue('9d1e');
  });

  it('says that nothing needs anybody', async () => {
    startSettingsBackend(server);
    renderSettings('overview');
    expect(await screen.findByText('Nothing needs you.')).toBeVisible();
  });

  it('follows a check to its end', async () => {
    const backend = startSettingsBackend(server, {
      checks: [{ id: 'x', state: 'failed', message: 'Sales is away.' }],
    });
    backend.answer = () => {
      backend.settings = { ...backend.settings, checking: true };
      return undefined;
    };
    renderSettings('overview');
    await userEvent.click(
      await screen.findByRole('button', { name: 'Check again' }),
    );
    expect(screen.getByText('Sales is away')).toBeVisible();
    backend.settings = settings({ checking: false });
    expect(
      await screen.findByText('Nothing needs you.', {}, { timeout: 5_000 }),
    ).toBeVisible();
  });

  it('checks again on demand, says why it could not, and keeps what is shown', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () =>
      errorAnswer(429, 'too_many_requests', 'Too many checks.');
    renderSettings('overview');
    const again = await screen.findByRole('button', { name: 'Check again' });
    await userEvent.click(again);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The checks could not be started.',
    );
    expect(screen.getByText('Nothing needs you.')).toBeVisible();

    backend.answer = () => undefined;
    backend.settings = {
      ...backend.settings,
      checks: [
        { id: 'x', state: 'failed', message: 'Sales cannot be reached.' },
      ],
    };
    await userEvent.click(again);
    expect(await screen.findByText('Sales cannot be reached')).toBeVisible();
    await waitFor(() =>
      expect(screen.queryByRole('alert')).not.toBeInTheDocument(),
    );
    expect(backend.received.map(({ call }) => call)).toEqual([
      'POST /checks',
      'POST /checks',
    ]);
  });
});
