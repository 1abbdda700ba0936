import { errorApiRef, translationApiRef } from '@backstage/frontend-plugin-api';
import {
  mockApis,
  registerMswTestHooks,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { http, HttpResponse } from 'msw';
import { fabricList, inDays } from '../../__testUtils__/answers';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { backendUrl } from '../../__testUtils__/renderWithBackend';
import { managedFabric } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';
import { ConsumersTable } from './ConsumersTable';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

/** A backend that pauses, and says so in both of its answers. */
function startPausableBackend() {
  const backend = startSettingsBackend(server);
  server.use(
    http.get(`${backendUrl}/fabrics`, () =>
      HttpResponse.json(
        fabricList([], {
          admin: true,
          admins: ['user:default/bob'],
          paused: backend.settings.paused,
        }),
      ),
    ),
  );
  backend.answer = ({ body }) => {
    const { paused, reason } = body as { paused: boolean; reason?: string };
    backend.settings = {
      ...backend.settings,
      paused: paused
        ? { since: new Date().toISOString(), by: 'user:default/bob', reason }
        : undefined,
    };
    return HttpResponse.json({ paused: backend.settings.paused });
  };
  return backend;
}

describe('pausing', () => {
  it('is one press with a reason that every page says, and another to start again', async () => {
    const backend = startPausableBackend();
    renderSettings('consumers');
    const surface = await screen.findByRole('region', {
      name: 'Pause all work at Databricks',
    });
    expect(surface).toHaveTextContent(
      'No plugin gets a token until you start again. Sign-ins are kept.',
    );
    await userEvent.type(
      screen.getByLabelText('Reason, shown on every page'),
      'Incident 42',
    );
    await press('Pause', surface);

    expect(
      await screen.findByRole('region', { name: /^Paused since .+ by bob$/ }),
    ).toHaveTextContent('No plugin gets a token. Every page says: Incident 42');
    expect(
      screen.getByText(
        /^The portal has paused all work at Databricks since .+: Incident 42$/,
      ),
    ).toBeVisible();
    expect(
      screen.getByText('All work at Databricks is paused.'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Start again' })).toHaveFocus();
    expect(screen.queryByRole('textbox')).toBeNull();

    await press('Start again');
    expect(await screen.findByRole('button', { name: 'Pause' })).toHaveFocus();
    expect(screen.getByRole('textbox')).toHaveValue('');
    expect(screen.queryByText(/has paused all work/)).toBeNull();
    expect(backend.received.map(({ call, body }) => [call, body])).toEqual([
      ['PUT /pause', { paused: true, reason: 'Incident 42' }],
      ['PUT /pause', { paused: false }],
    ]);
  });

  it('goes without a reason', async () => {
    const backend = startPausableBackend();
    renderSettings('consumers');
    await screen.findByRole('button', { name: 'Pause' });
    await press('Pause');
    expect(
      await screen.findByText('No plugin gets a token. Every page says so.'),
    ).toBeVisible();
    expect(backend.received[0].body).toEqual({ paused: true });
  });

  it('says beside the button that it failed, and keeps the reason', async () => {
    const backend = startPausableBackend();
    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    renderSettings('consumers');
    await userEvent.type(await screen.findByRole('textbox'), 'Incident 42');
    await press('Pause');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The portal could not do this at the moment.',
    );
    expect(screen.getByRole('textbox')).toHaveValue('Incident 42');
    expect(screen.getByRole('button', { name: 'Pause' })).toBeEnabled();
  });
});

const fabrics = ['a', 'b', 'c', 'd', 'e'].map(name =>
  managedFabric({ name, title: name.toUpperCase() }),
);

describe('the consumers', () => {
  it('are told as whom each may act, for what, and when it last did', async () => {
    startSettingsBackend(server, {
      fabrics: [
        ...fabrics,
        managedFabric({ name: 'f', title: 'F', servicePrincipal: undefined }),
      ],
      consumers: [
        {
          plugin: 'databricks-jobs',
          user: true,
          servicePrincipalOf: '*',
          lastAsUser: inDays(-1),
          lastAsServicePrincipal: inDays(-3),
        },
        {
          plugin: 'query-history',
          user: ['a', 'gone'],
          servicePrincipalOf: [],
          lastAsUser: inDays(-2),
        },
        {
          plugin: 'scaffolder',
          user: true,
          servicePrincipalOf: ['a', 'b', 'c', 'd', 'e'],
          purposes: ['interactive', 'automation'],
        },
        {
          plugin: 'scheduler',
          user: [],
          servicePrincipalOf: ['b'],
          purposes: ['automation'],
        },
        {
          plugin: 'notebooks',
          user: true,
          servicePrincipalOf: '*',
          purposes: ['interactive'],
        },
        { plugin: 'catalog', user: false, servicePrincipalOf: [] },
      ],
    });
    renderSettings('consumers');
    const surface = await screen.findByRole('region', {
      name: 'Plugins that may act at Databricks',
    });
    expect(surface).toHaveTextContent('Kept in app-config: change it there');
    expect(
      within(surface)
        .getAllByRole('listitem')
        .map(item => [
          within(item).getByRole('heading').textContent,
          ...within(item)
            .getAllByRole('definition')
            .map(it => it.textContent),
        ]),
    ).toEqual([
      [
        'Databricks jobs',
        'Every fabric',
        'All 5',
        'People, schedules',
        'People: 1 day agoService principals: 3 days ago',
      ],
      ['Query history', 'A, gone', 'None', 'People only', 'People: 2 days ago'],
      [
        'Scaffolder',
        'Every fabric',
        'A, B, C and 2 more',
        'People, schedules',
        'People: neverService principals: never',
      ],
      [
        'Scheduler',
        'Nobody',
        'B',
        'Schedules only',
        'Service principals: never',
      ],
      [
        'Notebooks',
        'Every fabric',
        'All 5',
        'People only',
        'People: neverService principals: never',
      ],
      [
        'Catalog',
        'Nobody',
        'None: reads definitions only',
        'No tokens',
        'Never',
      ],
    ]);
  });

  it('stand in a table where there is room', () => {
    render(
      <TestApiProvider
        apis={[
          [translationApiRef, mockApis.translation()],
          [errorApiRef, mockApis.error()],
        ]}
      >
        <ConsumersTable
          rows={[
            {
              plugin: 'Catalog',
              asPeople: 'Nobody',
              asServicePrincipals: 'None',
              purposes: 'No tokens',
              last: ['Never'],
            },
          ]}
        />
      </TestApiProvider>,
    );
    expect(
      screen.getAllByRole('columnheader').map(({ textContent }) => textContent),
    ).toEqual(['Plugin', 'As people', 'As service principals', 'For', 'Last']);
    expect(screen.getByRole('rowheader')).toHaveTextContent('Catalog');
    expect(
      screen.getAllByRole('cell').map(({ textContent }) => textContent),
    ).toEqual(['Nobody', 'None', 'No tokens', 'Never']);
  });

  it('are named in app-config, which is said while there are none', async () => {
    startSettingsBackend(server, { consumers: [] });
    renderSettings('consumers');
    expect(
      await screen.findByText('No plugin may act at Databricks yet'),
    ).toBeVisible();
    expect(screen.getByText('databricks.consumers')).toBeVisible();
  });

  it('are not spoken of where the backend does not know them yet', async () => {
    startSettingsBackend(server);
    renderSettings('consumers');
    await screen.findByRole('button', { name: 'Pause' });
    await waitFor(() =>
      expect(screen.queryByText(/may act at Databricks/)).toBeNull(),
    );
  });
});
