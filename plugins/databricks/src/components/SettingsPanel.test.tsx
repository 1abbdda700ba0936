import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { fabricList } from '../__testUtils__/answers';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { settings } from '../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../__testUtils__/startSettingsBackend';
import { SettingsPanel } from './SettingsPanel';

const server = setupServer();
registerMswTestHooks(server);

describe('SettingsPanel', () => {
  it('tells who administers to whom does not, and asks for nothing else', async () => {
    const asked: string[] = [];
    server.events.on('request:start', ({ request }) => {
      asked.push(new URL(request.url).pathname);
    });
    server.use(
      http.get(`${backendUrl}/fabrics`, () =>
        HttpResponse.json(
          fabricList([], { admins: ['group:default/platform'] }),
        ),
      ),
    );
    renderWithBackend(<SettingsPanel />);

    expect(await screen.findByText('Settings are for admins')).toBeVisible();
    expect(screen.getByText(/databricks.admins/)).toBeVisible();
    expect(screen.getByText(/^Administered by/)).toBeVisible();
    expect(asked).toEqual(['/api/databricks/fabrics']);
    server.events.removeAllListeners();
  });

  it('shows all sections to an admin, the OAuth application first, with one request', async () => {
    const backend = startSettingsBackend(server);
    renderWithBackend(<SettingsPanel />);

    await screen.findByRole('heading', { level: 3, name: 'Check list' });
    expect(
      screen
        .getAllByRole('heading', { level: 3 })
        .map(({ textContent }) => textContent),
    ).toEqual([
      'Databricks OAuth application (U2M)',
      'Redirect URLs',
      'Fabrics',
      'Connections of all users',
      'Encryption',
      'Check list',
      'Export',
    ]);
    const contents = screen.getByRole('navigation', { name: 'On this page' });
    for (const link of within(contents).getAllByRole('link')) {
      const id = link.getAttribute('href')?.slice(1) ?? '';
      expect(document.getElementById(id)).toContainElement(
        screen.getByRole('heading', { name: link.textContent ?? '' }),
      );
    }
    expect(backend.received).toEqual([]);
  });

  it('says what an empty portal needs first', async () => {
    startSettingsBackend(server, { appConnections: [], fabrics: [] });
    renderWithBackend(<SettingsPanel />);

    expect(await screen.findByText('No app connection yet')).toBeVisible();
    expect(screen.getByText('No fabric yet')).toBeVisible();
    expect(screen.getByText('There is nothing to export yet.')).toBeVisible();
  });

  it('says so when the settings cannot be loaded, and tries again', async () => {
    startSettingsBackend(server);
    let isDown = true;
    server.use(
      http.get(`${backendUrl}/settings`, () =>
        isDown
          ? errorAnswer(503, 'unavailable', 'The database is away.')
          : HttpResponse.json(settings()),
      ),
    );
    renderWithBackend(<SettingsPanel />);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'could not do this at the moment',
    );
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'Check list' }),
    ).toBeVisible();
  });

  it('shows nothing to an admin who is one no longer', async () => {
    startSettingsBackend(server);
    server.use(
      http.get(`${backendUrl}/settings`, () =>
        errorAnswer(403, 'not_allowed', 'No.'),
      ),
    );
    renderWithBackend(<SettingsPanel />);

    expect(await screen.findByText('Settings are for admins')).toBeVisible();
    expect(screen.getByText(/^Administered by/)).toBeVisible();
  });
});
