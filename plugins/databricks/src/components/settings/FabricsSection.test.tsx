import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { localDate } from '../../__testUtils__/answers';
import { field, fill, press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { appConnection, managedFabric } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

// Many fields are filled in, on machines that do other things too.
jest.setTimeout(30_000);

const section = () => screen.findByRole('region', { name: 'Fabrics' });
const choose = async (label: RegExp, option: string) => {
  await userEvent.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: label }),
  );
  await userEvent.click(await screen.findByRole('option', { name: option }));
};
const renewNow = 'Renew it now: work that runs as it stops with the secret.';
const closed = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

describe('the section of fabrics', () => {
  it('adds one from a pasted JDBC URL', async () => {
    const backend = startSettingsBackend(server, { fabrics: [] });
    renderSettings('fabrics');
    await press('Add fabric', await section());
    await fill(/^Name/, 'reports');
    await fill(/^Owner/, 'group:default/reports');
    await fill(
      /^Paste to fill in/,
      'jdbc:databricks://dbc-1.cloud.databricks.com:443;httpPath=/sql/1.0/warehouses/77ff;ConnCatalog=main;ConnSchema=gold',
    );

    expect(
      screen.getByText(
        'Filled in: Workspace URL, SQL warehouse, Catalog, Schema.',
      ),
    ).toBeVisible();
    expect(field(/^Workspace URL/)).toHaveValue(
      'https://dbc-1.cloud.databricks.com',
    );
    expect(field(/^Warehouse ID/)).toHaveValue('77ff');
    await press('Save');
    await closed();
    expect(backend.received).toEqual([
      {
        call: 'PUT /fabrics/reports',
        body: {
          type: 'sql',
          owner: 'group:default/reports',
          workspaceUrl: 'https://dbc-1.cloud.databricks.com',
          warehouseId: '77ff',
          catalog: 'main',
          schema: 'gold',
        },
      },
    ]);
  });

  it('refuses a pasted credential and repeats it nowhere', async () => {
    startSettingsBackend(server);
    renderSettings('fabrics');
    await press('Add fabric', await section());
    await fill(
      /^Paste to fill in/,
      'jdbc:databricks://dbc-1.cloud.databricks.com;PWD=canary-1',
    );

    expect(field(/^Paste to fill in/)).toHaveAccessibleDescription(
      /must not carry a credential/,
    );
    expect(field(/^Workspace URL/)).toHaveValue('');
    expect(document.body).not.toHaveTextContent('canary-1');
  });

  it('says beside each field what is wrong', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('fabrics');
    await press('Add fabric', await section());
    await fill(/^Name/, 'analytics-dev');
    await fill(/^Owner/, 'analytics');
    await fill(/^Workspace URL/, 'http://10.0.0.1');
    await fill(/^Catalog/, 'a.b');
    await press('Save');

    expect(field(/^Name/)).toHaveAccessibleDescription(/is taken already/);
    expect(field(/^Name/)).toHaveFocus();
    expect(field(/^Owner/)).toHaveAccessibleDescription(
      /Owner must be a full entity ref/,
    );
    expect(field(/^Catalog/)).toHaveAccessibleDescription(
      /Catalog must be a name without/,
    );
    await fill(/^Owner/, 'group:default/analytics');
    await fill(/^Catalog/, 'main');
    expect(field(/^Workspace URL/)).toHaveAccessibleDescription(
      /Workspace URL must be a workspace URL.*not an IP address/,
    );
    await fill(/^Workspace URL/, 'https://dbc-1.cloud.databricks.com');
    expect(field(/^Warehouse ID/)).toHaveAccessibleDescription(
      /is missing: type sql needs a SQL warehouse/,
    );
    expect(backend.received).toEqual([]);
  });

  it('adds a fabric of each kind with the fields that it has', async () => {
    const backend = startSettingsBackend(server, {
      appConnections: [
        appConnection(),
        appConnection({ name: 'eu', title: 'Europe', default: false }),
      ],
    });
    renderSettings('fabrics');
    await press('Add fabric', await section());
    await fill(/^Name/, 'jobs');
    await fill(/^Owner/, '*');
    await fill(/^Workspace URL/, 'https://dbc-1.cloud.databricks.com');
    await choose(/Type/, 'Spark');
    await choose(/Compute/, 'Cluster');
    await fill(/^Cluster ID/, '0123-456789-abcde123');
    await choose(/App connection/, 'Europe');
    await press('Save');
    await closed();
    expect(backend.received.at(-1)?.body).toEqual({
      type: 'spark',
      owner: '*',
      workspaceUrl: 'https://dbc-1.cloud.databricks.com',
      clusterId: '0123-456789-abcde123',
      appConnection: 'eu',
    });

    await press('Add fabric', await section());
    await fill(/^Name/, 'nightly');
    await fill(/^Owner/, '*');
    await fill(/^Paste/, '/sql/1.0/warehouses/77ff');
    await fill(/^Workspace URL/, 'https://dbc-1.cloud.databricks.com');
    await choose(/Type/, 'Prophecy');
    await choose(/Runs as/, 'The service principal (M2M)');
    await press('Save');
    await closed();
    expect(backend.received.at(-1)?.body).toMatchObject({
      type: 'prophecy',
      oauthType: 'm2m',
      warehouseId: '77ff',
    });
  });

  it('tests without storing', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('fabrics');
    await press('Change', await section());
    await press('Test', screen.getByRole('dialog'));

    expect(await screen.findByText('The test passed')).toBeVisible();
    expect(
      backend.received.map(({ call, ifMatch }) => [call, ifMatch]),
    ).toEqual([['PUT /fabrics/analytics-dev?dryRun=true', '"f1"']]);
  });

  it('warns that another workspace removes the service principal', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('fabrics');
    await press('Change', await section());
    expect(screen.queryByText(/removes the service principal/)).toBeNull();
    await fill(/^Workspace URL/, 'https://dbc-2.cloud.databricks.com');
    expect(screen.getByText(/removes the service principal/)).toBeVisible();

    backend.answer = () =>
      errorAnswer(
        400,
        'invalid_request',
        'workspaceUrl: must name a host that databricks.allowedHosts lists',
      );
    await press('Save');
    await waitFor(() => expect(field(/^Workspace URL/)).toHaveFocus());
    expect(field(/^Workspace URL/)).toHaveAccessibleDescription(
      /Workspace URL must name a host/,
    );
  });

  it('says so when it was removed meanwhile', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () => errorAnswer(409, 'conflict', 'It was changed.');
    renderSettings('fabrics');
    await press('Change', await section());
    backend.settings.fabrics = [];
    await press('Save');

    expect(await screen.findByText(/It was removed meanwhile/)).toBeVisible();
  });

  it('leaves what app-config defines alone, and says where that is', async () => {
    startSettingsBackend(server, {
      fabrics: [managedFabric({ source: 'config' })],
    });
    renderSettings('fabrics');

    expect(
      await screen.findByText(/at databricks.fabrics.analytics-dev: read-only/),
    ).toBeVisible();
    const card = screen.getByRole('group', { name: 'Analytics (dev)' });
    expect(within(card).queryByRole('button')).toBeNull();
  });

  it('removes one after asking', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () => {
      backend.settings.fabrics = [];
      return undefined;
    };
    renderSettings('fabrics');
    await press('Remove', await section());
    await press('Remove', screen.getByRole('dialog'));

    await closed();
    expect(backend.received).toEqual([
      { call: 'DELETE /fabrics/analytics-dev', ifMatch: '"f1"' },
    ]);
    expect(await screen.findByText('No fabric yet')).toBeVisible();
    // What had the focus is gone, but not the place on the page.
    await waitFor(async () => expect(await section()).toHaveFocus());
  });
});

describe('service principals', () => {
  it('sets one, which the backend verifies first', async () => {
    const backend = startSettingsBackend(server, {
      fabrics: [managedFabric({ servicePrincipal: undefined })],
    });
    renderSettings('fabrics');
    expect(await screen.findByText('Service principal missing')).toBeVisible();
    await press('Add service principal', await section());
    expect(screen.getByRole('dialog')).toHaveTextContent('CAN USE');
    expect(field(/^Client secret/)).toHaveAccessibleDescription(
      /Databricks refuses one of Entra ID/,
    );

    await press('Save');
    expect(field(/^Client ID/)).toBeInvalid();
    expect(field(/^Client secret/)).toBeInvalid();
    await fill(/^Client ID/, '1b2c');
    await fill(/^Client secret/, 'wrong');
    await fill(/^Secret expires on/, '2027-02-30');
    await userEvent.tab();
    expect(field(/^Secret expires on/)).toHaveAccessibleDescription(
      /must be a calendar date/,
    );
    await fill(/^Secret expires on/, '2027-03-01');

    backend.answer = () =>
      errorAnswer(
        400,
        'invalid_request',
        'clientSecret: Databricks refuses this client ID and secret.',
      );
    await press('Save');
    await waitFor(() => expect(field(/^Client secret/)).toBeInvalid());
    expect(field(/^Client secret/)).toHaveAccessibleDescription(
      /Databricks refuses this client ID and secret/,
    );

    backend.answer = () => undefined;
    await fill(/^Client secret/, 'right');
    await press('Save');
    await closed();
    expect(backend.received.at(-1)).toEqual({
      call: 'PUT /fabrics/analytics-dev/service-principal',
      ifMatch: '"f1"',
      body: {
        clientId: '1b2c',
        clientSecret: 'right',
        secretExpiresAt: '2027-03-01',
      },
    });
  });

  it.each([
    [20, 'Its secret expires in 20 days.', undefined],
    [
      3,
      'Its secret expires in 3 days.',
      'Make a new one in Databricks, and enter it here.',
    ],
    [1, 'Its secret expires tomorrow.', renewNow],
    [0, 'Its secret expires today.', renewNow],
    [
      -2,
      'Its secret has expired.',
      'Work that runs as it stops. Enter a new one.',
    ],
  ])('warns %s days before a secret expires', async (days, text, urging) => {
    startSettingsBackend(server, {
      fabrics: [
        managedFabric({
          servicePrincipal: {
            clientId: '1b2c',
            scopes: ['all-apis'],
            status: 'ready',
            secretExpiresAt: localDate(days),
          },
        }),
      ],
    });
    renderSettings('fabrics');
    expect(await screen.findByText(text)).toBeVisible();
    const urged = screen.queryByText(/Make a new one|Renew it|Enter a new/);
    expect(urged?.textContent).toEqual(urging);
  });

  it('is missed only where a fabric needs one', async () => {
    startSettingsBackend(server, {
      fabrics: [
        managedFabric({
          type: 'prophecy',
          oauthType: 'u2m',
          servicePrincipal: undefined,
        }),
      ],
    });
    renderSettings('fabrics');
    const fabrics = await section();

    expect(within(fabrics).queryByText(/missing/)).toBeNull();
    expect(
      within(fabrics).queryByRole('button', { name: 'Add service principal' }),
    ).toBeNull();
  });

  it('is removed after asking', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('fabrics');
    await press('Remove service principal', await section());
    await press('Remove service principal', screen.getByRole('dialog'));

    await closed();
    expect(backend.received).toEqual([
      {
        call: 'DELETE /fabrics/analytics-dev/service-principal',
        ifMatch: '"f1"',
      },
    ]);
  });
});
