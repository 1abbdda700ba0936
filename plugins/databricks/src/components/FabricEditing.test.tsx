import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  editableFabric,
  fabric,
  fabricList,
  servicePrincipalFabric,
} from '../__testUtils__/fabrics';
import { field, fill, press } from '../__testUtils__/formSteps';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { errorAnswer } from '../__testUtils__/startSettingsBackend';
import { FabricCards } from './FabricCards';

const server = setupServer();
registerMswTestHooks(server);

// Many fields are filled in, on machines that do other things too.
jest.setTimeout(30_000);

/** A backend for a member of the owner team, which knows no settings. */
function startOwnersBackend(shown: Fabric) {
  const backend = {
    shown,
    received: [] as { call: string; ifMatch: string | null; body: unknown }[],
    answer: (): Response => HttpResponse.json({}),
  };
  server.use(
    http.get(`${backendUrl}/fabrics`, () =>
      HttpResponse.json(fabricList([backend.shown])),
    ),
    http.get(`${backendUrl}/fabrics/${shown.name}`, () =>
      HttpResponse.json(backend.shown),
    ),
    http.put(`${backendUrl}/fabrics/*`, async ({ request }) => {
      backend.received.push({
        call: new URL(request.url).pathname.replace('/api/databricks', ''),
        ifMatch: request.headers.get('if-match'),
        body: await request.json(),
      });
      return backend.answer();
    }),
  );
  renderWithBackend(<FabricCards />);
  return backend;
}

const closed = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
const dialog = () => screen.findByRole('dialog');
const card = (name = 'Analytics (dev)') => screen.findByRole('group', { name });

describe('editing a fabric from its card', () => {
  it('changes what is meant and loses nothing else, without the settings', async () => {
    const backend = startOwnersBackend(
      editableFabric({}, { appConnection: 'eu' }),
    );
    await press('Change', await card());
    await dialog();
    expect(field(/^Owner/)).toHaveAttribute('readonly');
    expect(field(/^Owner/)).toHaveAccessibleDescription(/another team/);
    await fill(/^Title/, 'Renamed');
    backend.shown = editableFabric({ title: 'Renamed', etag: 'e2' });
    await press('Save');

    await closed();
    expect(await card('Renamed')).toHaveTextContent('Saved.');
    expect(backend.received).toEqual([
      {
        call: '/fabrics/analytics-dev',
        ifMatch: '"e1"',
        body: {
          title: 'Renamed',
          description: 'Shared development warehouse',
          type: 'sql',
          owner: 'group:default/analytics',
          workspaceUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
          warehouseId: 'abc123',
          catalog: 'main',
          schema: 'default',
          appConnection: 'eu',
        },
      },
    ]);
  });

  it('replaces the service principal, beginning with its scopes', async () => {
    const backend = startOwnersBackend(
      editableFabric(
        {},
        {
          servicePrincipal: {
            clientId: '1b2c',
            status: 'ready',
            scopes: ['sql'],
            secretExpiresAt: '2031-01-01',
          },
        },
      ),
    );
    await press('Service principal', await card());
    await dialog();
    await fill(/^Client secret/, 'right');
    await press('Save');

    await closed();
    expect(backend.received).toEqual([
      {
        call: '/fabrics/analytics-dev/service-principal',
        ifMatch: '"e1"',
        body: {
          clientId: '1b2c',
          clientSecret: 'right',
          scopes: ['sql'],
          secretExpiresAt: '2031-01-01',
        },
      },
    ]);
  });

  it('shows what somebody else has changed meanwhile', async () => {
    const backend = startOwnersBackend(editableFabric());
    await press('Change', await card());
    await dialog();
    await fill(/^Title/, 'Mine');
    backend.shown = editableFabric({ title: 'Theirs', etag: 'e2' });
    backend.answer = () => errorAnswer(409, 'conflict', 'It was changed.');
    await press('Save');

    expect(
      await within(await dialog()).findByText(
        'Title: was Analytics (dev), is now Theirs',
      ),
    ).toBeVisible();
    backend.answer = () => HttpResponse.json({});
    await press('Keep mine and save');
    await closed();
    expect(backend.received.map(({ ifMatch }) => ifMatch)).toEqual([
      '"e1"',
      '"e2"',
    ]);
  });

  it('says why a form cannot be opened, and opens it later', async () => {
    startOwnersBackend(editableFabric());
    server.use(
      http.get(
        `${backendUrl}/fabrics/analytics-dev`,
        () => errorAnswer(503, 'unavailable', 'The database is away.'),
        { once: true },
      ),
    );
    await press('Change', await card());
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away.',
    );
    expect(screen.queryByRole('dialog')).toBeNull();

    await press('Change', await card());
    expect(await dialog()).toBeVisible();
    expect(screen.queryByText('The database is away.')).toBeNull();
  });

  it.each<[string, Fabric, string[]]>([
    [
      'a fabric that needs a service principal',
      editableFabric({ servicePrincipal: { status: 'missing' } }),
      ['Change', 'Add service principal'],
    ],
    [
      'one that runs as its service principal',
      servicePrincipalFabric({ source: 'database', canEdit: true }),
      ['Change', 'Service principal'],
    ],
    [
      'one that runs as each user',
      editableFabric({
        type: 'prophecy',
        automationAs: 'user',
        servicePrincipal: undefined,
      }),
      ['Change'],
    ],
    ['one of others', editableFabric({ canEdit: false }), []],
  ])('offers for %s what it has', async (_, shown, offered) => {
    startOwnersBackend(shown);
    const buttons = within(await card(shown.title)).getAllByRole('button');
    expect(
      buttons
        .map(button => button.textContent)
        .filter(text => /Change|ervice principal/.test(text ?? '')),
    ).toEqual(offered);
    expect(screen.queryByText(/app-config/)).toBeNull();
  });

  it('says where a fabric is defined that cannot be changed here', async () => {
    startOwnersBackend(fabric());
    expect(await card()).toHaveTextContent(
      'Defined inapp-config, databricks.fabrics.analytics-dev',
    );
  });
});
