import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { fabricList } from '../__testUtils__/answers';
import { renderSettings } from '../__testUtils__/renderSettings';
import { backendUrl } from '../__testUtils__/renderWithBackend';
import { settings } from '../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

describe('SettingsPage', () => {
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
    renderSettings('');

    expect(
      await screen.findByRole('heading', {
        name: 'These settings are for platform',
      }),
    ).toBeVisible();
    expect(
      screen.getByRole('button', { name: 'Copy a message for platform' }),
    ).toBeVisible();
    expect(screen.queryByRole('tablist')).not.toBeInTheDocument();
    expect(asked).toEqual(['/api/databricks/fabrics']);
    server.events.removeAllListeners();
  });

  it('shows the overview to an admin first, and each tab at its address, with one request', async () => {
    const backend = startSettingsBackend(server);
    const { address } = renderSettings();

    const tabs = within(await screen.findByRole('tablist')).getAllByRole('tab');
    expect(tabs.map(({ textContent }) => textContent)).toEqual([
      'Overview',
      'App connections',
      'Fabrics',
      'Connections',
      'Consumers',
      'Maintenance',
    ]);
    expect(address()).toBe('/databricks/settings/overview');
    await waitFor(() =>
      expect(
        screen.getByRole('tab', { name: 'Overview', selected: true }),
      ).toBeVisible(),
    );
    await userEvent.click(screen.getByRole('tab', { name: 'Fabrics' }));
    expect(address()).toBe('/databricks/settings/fabrics');
    expect(
      screen.getAllByRole('button', { name: 'Add fabric' })[0],
    ).toBeVisible();
    expect(backend.received).toEqual([]);
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
    renderSettings('');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'could not do this at the moment',
    );
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: /^Needs you/ }),
    ).toBeVisible();
  });

  it('shows nothing to an admin who is one no longer', async () => {
    startSettingsBackend(server);
    server.use(
      http.get(`${backendUrl}/settings`, () =>
        errorAnswer(403, 'not_allowed', 'No.'),
      ),
    );
    renderSettings('');

    expect(
      await screen.findByRole('heading', { name: /^These settings are for/ }),
    ).toBeVisible();
  });
});
