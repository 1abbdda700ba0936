import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { field, fill, press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { appConnection } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

const section = () =>
  screen.findByRole('region', { name: 'Databricks OAuth application (U2M)' });

// Many fields are filled in, on machines that do other things too.
jest.setTimeout(30_000);

describe('the section of app connections', () => {
  it('adds one with everything that is entered', async () => {
    const backend = startSettingsBackend(server, { appConnections: [] });
    backend.answer = ({ call }) => {
      if (call === 'PUT /app-connections/main') {
        backend.settings.appConnections = [
          appConnection({ name: 'main', title: 'Main' }),
        ];
      }
      return undefined;
    };
    renderSettings('app-connections');
    await press('Add app connection', await section());

    await fill(/^Name/, 'main');
    await fill(/^Title/, 'Main');
    await fill(/^Client ID/, ' 9d1e ');
    await fill(/^New client secret/, 'a secret');
    await fill(/^Scopes/, 'sql, offline_access');
    await fill(/^Refresh token lifetime/, '14');
    await userEvent.click(screen.getByRole('checkbox'));
    await press('Save');

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.received).toEqual([
      {
        call: 'PUT /app-connections/main',
        body: {
          title: 'Main',
          clientId: '9d1e',
          clientSecret: 'a secret',
          scopes: ['sql', 'offline_access'],
          refreshTokenLifetime: { days: 14 },
          default: true,
        },
      },
    ]);
    expect(await screen.findByRole('group', { name: 'Main' })).toBeVisible();
    expect(screen.getByText('Saved.')).toBeInTheDocument();
  });

  it('says beside each field what is wrong, goes to the first and sends nothing', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('app-connections');
    await press('Add app connection', await section());
    await fill(/^Name/, 'default');
    await fill(/^Scopes/, 'all-apis all-apis');
    await fill(/^Refresh token lifetime/, 'a week');
    await press('Save');

    expect(screen.getByRole('alert')).toHaveTextContent(
      '5 fields need another look.',
    );
    expect(field(/^Name/)).toHaveFocus();
    expect(field(/^Name/)).toHaveAccessibleDescription(/Name is taken already/);
    expect(field(/^Client ID/)).toHaveAccessibleDescription(
      /Client ID is missing: it must be a client ID/,
    );
    expect(field(/^Client ID/)).toBeInvalid();
    expect(field(/^New client secret/)).toHaveAccessibleDescription(
      /New client secret is missing/,
    );
    expect(field(/^Scopes/)).toHaveAccessibleDescription(
      /must not list a scope twice/,
    );
    expect(field(/^Refresh token lifetime/)).toHaveAccessibleDescription(
      /must be a number of days/,
    );
    expect(backend.received).toEqual([]);
  });

  it('shows a problem when its field is left, and not before', async () => {
    startSettingsBackend(server);
    renderSettings('app-connections');
    await press('Add app connection', await section());
    await userEvent.type(field(/^Name/), 'Not a name');
    expect(field(/^Name/)).toBeValid();
    await userEvent.tab();

    expect(field(/^Name/)).toBeInvalid();
    expect(field(/^Client ID/)).toBeValid();
  });

  it('keeps the secret that nobody can read, replaces it, or makes a public client', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('app-connections');
    const secretOf = async () => {
      await press('Save');
      await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
      return backend.received.pop();
    };

    await press('Change', await section());
    expect(screen.getByRole('radio', { name: /Keep/ })).toBeChecked();
    expect(await secretOf()).toEqual({
      call: 'PUT /app-connections/default',
      ifMatch: '"a1"',
      body: {
        title: 'Databricks',
        clientId: '9d1e',
        scopes: ['all-apis', 'offline_access'],
        refreshTokenLifetime: { days: 7 },
        default: true,
      },
    });

    await press('Change', await section());
    await userEvent.click(screen.getByRole('radio', { name: /Enter/ }));
    await fill(/^New client secret/, 'another');
    expect(await secretOf()).toMatchObject({
      body: { clientSecret: 'another' },
    });

    await press('Change', await section());
    await userEvent.click(screen.getByRole('radio', { name: /public/ }));
    expect(await secretOf()).toMatchObject({ body: { clientSecret: null } });
  });

  it('asks for the secret again with another client ID, and tells whom that ends', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('app-connections');
    await press('Change', await section());
    await fill(/^Client ID/, 'another');

    expect(screen.getByRole('radio', { name: /Keep/ })).toBeDisabled();
    expect(
      screen.getByText(/needs its client secret, and ends 3 connections/),
    ).toBeVisible();
    await press('Save');
    expect(field(/^New client secret/)).toBeInvalid();
    expect(backend.received).toEqual([]);

    await fill(/^Client ID/, '9d1e');
    expect(screen.getByRole('radio', { name: /Keep/ })).toBeChecked();
  });

  it('tests what is entered without storing it', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () =>
      HttpResponse.json({
        ok: false,
        checks: [
          {
            id: 'client',
            state: 'failed',
            message: 'Databricks refuses the client ID and secret.',
          },
        ],
      });
    renderSettings('app-connections');
    await press('Change', await section());
    await press('Test', screen.getByRole('dialog'));

    expect(await screen.findByText('The test found problems')).toBeVisible();
    expect(
      screen.getByText('Databricks refuses the client ID and secret.'),
    ).toBeVisible();
    expect(backend.received.map(({ call }) => call)).toEqual([
      'PUT /app-connections/default?dryRun=true',
    ]);
  });

  it('puts what the backend finds beside its field', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () =>
      errorAnswer(400, 'invalid_request', 'scopes: must be in this account');
    renderSettings('app-connections');
    await press('Change', await section());
    await press('Save');

    await waitFor(() => expect(field(/^Scopes/)).toBeInvalid());
    expect(field(/^Scopes/)).toHaveFocus();
    expect(field(/^Scopes/)).toHaveAccessibleDescription(
      /Scopes must be in this account/,
    );
    await userEvent.type(field(/^Scopes/), ' sql');
    expect(field(/^Scopes/)).toBeValid();
  });

  it('shows what another admin has changed meanwhile, and lets choose', async () => {
    const backend = startSettingsBackend(server);
    const stale = () => errorAnswer(409, 'conflict', 'It was changed.');
    backend.answer = ({ ifMatch }) =>
      ifMatch === '"a1"' ? stale() : undefined;
    renderSettings('app-connections');
    await press('Change', await section());
    await fill(/^Title/, 'Mine');
    backend.settings.appConnections = [
      appConnection({
        etag: 'a2',
        title: 'Theirs',
        updatedBy: 'user:default/carol',
      }),
    ];
    await press('Save');

    expect(
      await screen.findByText(
        'Changed by user:default/carol since you opened it:',
      ),
    ).toBeVisible();
    expect(
      screen.getByText('Title: was Databricks, is now Theirs'),
    ).toBeVisible();

    await press('Show the new values');
    expect(field(/^Title/)).toHaveValue('Theirs');
    await fill(/^Title/, 'Ours');
    await press('Save');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.received.at(-1)).toMatchObject({
      ifMatch: '"a2"',
      body: { title: 'Ours' },
    });
  });

  it('stores what was entered over the change of another admin only when told so', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = ({ ifMatch }) =>
      ifMatch === '"a1"'
        ? errorAnswer(409, 'conflict', 'It was changed.')
        : undefined;
    renderSettings('app-connections');
    await press('Change', await section());
    await fill(/^Title/, 'Mine');
    backend.settings.appConnections = [appConnection({ etag: 'a2' })];
    await press('Save');
    expect(
      await screen.findByText(/No field that is shown here/),
    ).toBeVisible();

    await press('Keep mine and save');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.received.map(({ ifMatch }) => ifMatch)).toEqual([
      '"a1"',
      '"a2"',
    ]);
  });

  it('leaves what app-config defines alone, and says where that is', async () => {
    startSettingsBackend(server, {
      appConnections: [appConnection({ source: 'config' })],
    });
    renderSettings('app-connections');

    expect(
      await screen.findByText(
        /at databricks.appConnections.default: read-only/,
      ),
    ).toBeVisible();
    const card = screen.getByRole('group', { name: 'Databricks' });
    expect(
      within(card)
        .getAllByRole('button')
        .map(({ textContent }) => textContent),
    ).toEqual(['Test', 'End its connections']);
  });

  it('says where it is defined when app-config took it over meanwhile', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () => errorAnswer(409, 'read_only', 'In app-config.');
    renderSettings('app-connections');
    await press('Change', await section());
    await press('Save');

    expect(await screen.findByText('It cannot be changed here')).toBeVisible();
    expect(
      screen.getByText(/at databricks.appConnections.default/),
    ).toBeVisible();
  });

  it('tests a stored one at a workspace', async () => {
    const backend = startSettingsBackend(server);
    renderSettings('app-connections');
    await press('Test', await section());
    expect(field(/^Workspace URL/)).toHaveValue(
      'https://adb-1234567890123456.7.azuredatabricks.net',
    );
    await press('Test', screen.getByRole('dialog'));

    expect(await screen.findByText('The test passed')).toBeVisible();
    expect(backend.received).toEqual([
      {
        call: 'POST /app-connections/default/test',
        body: {
          workspaceUrl: 'https://adb-1234567890123456.7.azuredatabricks.net',
        },
      },
    ]);
  });

  it('removes one after asking, and says why not where it is in use', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () =>
      errorAnswer(409, 'conflict', 'Still used by: analytics-dev.');
    renderSettings('app-connections');
    await press('Remove', await section());
    const dialog = screen.getByRole('dialog', {
      name: 'Remove the app connection default?',
    });
    expect(dialog).toHaveTextContent('3 connections were made with it');
    await press('Remove', dialog);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Still used by: analytics-dev.',
    );

    backend.answer = () => {
      backend.settings.appConnections = [];
      return undefined;
    };
    await press('Remove', dialog);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(backend.received.at(-1)).toEqual({
      call: 'DELETE /app-connections/default',
      ifMatch: '"a1"',
    });
    expect(await screen.findByText('No app connection yet')).toBeVisible();
  });

  it('ends all connections that were made with it', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () => HttpResponse.json({ ended: 3 });
    renderSettings('app-connections');
    await press('End its connections', await section());
    await press('End its connections', screen.getByRole('dialog'));

    expect(
      await screen.findByText('3 connections have ended.'),
    ).toBeInTheDocument();
    expect(backend.received).toEqual([
      { call: 'DELETE /admin/connections?appConnection=default' },
    ]);
  });
});
