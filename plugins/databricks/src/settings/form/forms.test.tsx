import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { inDays } from '../../__testUtils__/answers';
import { field, fill, press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import {
  backendUrl,
  renderWithBackend,
} from '../../__testUtils__/renderWithBackend';
import { appConnection, managedFabric } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';
import type { ReactNode } from 'react';
import { useSettings } from '../../hooks/useSettings';
import { useIsSaved } from '../SavedContext';
import { SettingsContext, useSettingsContext } from '../SettingsContext';
import type { SettingsTab } from '../tabs';
import { SettingsForms } from './SettingsForms';

const server = setupServer();
registerMswTestHooks(server);

// Many fields are filled in, on machines that do other things too.
jest.setTimeout(60_000);

const shown = () => screen.findByRole('dialog', {}, { timeout: 20_000 });
const closed = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

async function open(
  edit: string,
  initial: Partial<Settings> = {},
  tab: SettingsTab = 'app-connections',
) {
  const backend = startSettingsBackend(server, initial);
  const page = renderSettings(tab, { search: `?edit=${edit}` });
  await shown();
  return { backend, ...page };
}

/** The forms alone, in settings that are fetched again as the page does. */
function Hosted(props: { announced: string[]; children: ReactNode }) {
  const state = useSettings();
  return state.remote.status === 'loaded' ? (
    <SettingsContext.Provider
      value={{
        settings: state.remote.value,
        admins: [],
        refetch: state.refetch,
        announce: message => props.announced.push(message),
      }}
    >
      <SettingsForms>{props.children}</SettingsForms>
    </SettingsContext.Provider>
  ) : null;
}

describe('the form of an app connection', () => {
  it('adds one with everything that is entered', async () => {
    const { backend } = await open('app-connection', { appConnections: [] });
    await fill(/^Title/, 'Main account');
    await fill(/^Client ID/, ' 9d1e ');
    await fill(/^New client secret/, 'a secret');
    await press(
      'Name, scopes, refresh token lifetime (days), session lifetime (days), default for fabrics that name none',
    );
    await fill(/^Name/, 'main');
    await fill(/^Scopes/, 'sql, offline_access');
    await fill(/^Refresh token lifetime/, '14');
    await userEvent.click(screen.getByRole('checkbox'));
    await press('Save');
    await closed();
    expect(backend.received).toEqual([
      {
        call: 'PUT /app-connections/main',
        body: {
          title: 'Main account',
          clientId: '9d1e',
          clientSecret: 'a secret',
          scopes: ['sql', 'offline_access'],
          refreshTokenLifetime: { days: 14 },
          default: true,
        },
      },
    ]);
  });

  it('says beside each field what is wrong, goes to the first and sends nothing', async () => {
    const { backend } = await open('app-connection');
    await fill(/^Title/, 'Default');
    await press(/^Name, scopes/);
    await fill(/^Scopes/, 'all-apis all-apis');
    await fill(/^Refresh token lifetime/, 'a week');
    await press('Save');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      '4 fields need you',
    );
    await waitFor(() => expect(field(/^Client ID/)).toHaveFocus());
    for (const [label, problem] of [
      [/^Client ID/, /Client ID is missing/],
      [
        /^New client secret/,
        /New client secret is missing: without one, make it a public client/,
      ],
      [/^Scopes/, /Scopes must not list a scope twice/],
      [/^Refresh token lifetime/, /must be a number of days/],
    ] as const) {
      expect(field(label)).toHaveAccessibleDescription(problem);
    }
    expect(screen.getByText('(its name will be default-2)')).toBeVisible();
    expect(backend.received).toEqual([]);
  });

  it('keeps the secret that nobody can read, replaces it, or makes a public client', async () => {
    const { backend, goTo } = await open('app-connection:default');
    const saved = async () => {
      await press('Save');
      await closed();
      return backend.received.pop();
    };
    const again = async () => {
      goTo('/databricks/settings/app-connections?edit=app-connection:default');
      await shown();
    };
    expect(screen.getByRole('radio', { name: /Keep/ })).toBeChecked();
    expect(await saved()).toEqual({
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

    await again();
    await userEvent.click(screen.getByRole('radio', { name: /Enter/ }));
    await fill(/^New client secret/, 'another');
    expect(await saved()).toMatchObject({ body: { clientSecret: 'another' } });

    await again();
    await userEvent.click(screen.getByRole('radio', { name: /public/ }));
    expect(await saved()).toMatchObject({ body: { clientSecret: null } });
  });

  it('asks for the secret again with another client ID, and tells whom that ends', async () => {
    const { backend } = await open('app-connection:default');
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

  it('begins at the secret of one that is rejected', async () => {
    await open('app-connection:default', {
      appConnections: [appConnection({ health: 'rejected' })],
    });
    expect(field(/^New client secret/)).toHaveFocus();
  });

  it('says what could not be saved, and can be sent again', async () => {
    const { backend } = await open('app-connection:default');
    backend.answer = () => errorAnswer(503, 'unavailable', 'Not now.');
    await press('Save');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /^It could not be saved: /,
    );
    backend.answer = () => undefined;
    await press('Save');
    await closed();
  });

  it('says where it is kept when app-config took it over meanwhile', async () => {
    const { backend } = await open('app-connection:default');
    backend.answer = () => errorAnswer(409, 'read_only', 'In app-config.');
    await press('Save');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Kept in app-config: change it there.',
    );
  });
});

describe('what somebody else has changed meanwhile', () => {
  const stale = ({ ifMatch }: { ifMatch?: string }) =>
    ifMatch === '"f1"'
      ? errorAnswer(409, 'conflict', 'It was changed.')
      : undefined;

  it('is told field by field, taken over where only they have changed it, and chosen where both have', async () => {
    const { backend } = await open('fabric:analytics-dev', {}, 'fabrics');
    await fill(/^Title/, 'Mine');
    await fill(/^Catalog and schema/, 'mine.gold');
    await userEvent.tab();
    backend.answer = stale;
    backend.settings.fabrics = [
      managedFabric({
        etag: 'f2',
        title: 'Theirs',
        description: 'For all',
        catalog: 'theirs',
        updatedBy: 'user:default/bob',
        updatedAt: inDays(-2 / 24 / 60),
      }),
    ];
    await press('Save');

    expect(
      await screen.findByText((_, element) =>
        /^bob changed this 2 minutes ago$/.test(
          element?.tagName === 'P' ? element.textContent ?? '' : '',
        ),
      ),
    ).toBeVisible();
    const group = (name: string) =>
      within(screen.getByRole('radiogroup', { name }));
    expect(
      group('Title').getByRole('radio', { name: 'Yours: Mine' }),
    ).toBeChecked();
    expect(
      group('Description').getByRole('radio', { name: 'Theirs: For all' }),
    ).toBeChecked();
    expect(
      group('Description').getByRole('radio', { name: 'Before: nothing' }),
    ).not.toBeChecked();
    await userEvent.click(
      group('Catalog and schema').getByRole('radio', {
        name: 'Theirs: theirs.default',
      }),
    );
    expect(field(/^Catalog and schema/)).toHaveValue('theirs.default');
    await press('Save');
    await closed();
    expect(backend.received.at(-1)).toMatchObject({
      ifMatch: '"f2"',
      body: {
        title: 'Mine',
        description: 'For all',
        catalog: 'theirs',
        schema: 'default',
      },
    });
  });

  it('is all taken over, or none of it', async () => {
    const { backend } = await open('fabric:analytics-dev', {}, 'fabrics');
    await fill(/^Title/, 'Mine');
    backend.answer = stale;
    backend.settings.fabrics = [
      managedFabric({ etag: 'f2', title: 'Theirs', description: 'For all' }),
    ];
    await press('Save');
    await screen.findByText('Take over');
    await press('Take over');
    expect(field(/^Title/)).toHaveValue('Theirs');
    await press('Keep mine');
    expect(field(/^Title/)).toHaveValue('Mine');
    await press('Save');
    await closed();
    const { body } = backend.received.at(-1) ?? {};
    expect(body).toMatchObject({ title: 'Mine' });
    expect(body).not.toHaveProperty('description');
  });

  it('is said where nothing of it is shown', async () => {
    const { backend } = await open('fabric:analytics-dev', {}, 'fabrics');
    backend.answer = stale;
    backend.settings.fabrics = [managedFabric({ etag: 'f2' })];
    await press('Save');
    expect(
      await screen.findByText(/Nothing that is shown here differs/),
    ).toBeVisible();
    await press('Save');
    await closed();
  });

  it('may be that it was deleted', async () => {
    const { backend } = await open('fabric:analytics-dev', {}, 'fabrics');
    backend.answer = stale;
    backend.settings.fabrics = [];
    await press('Save');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /It was deleted meanwhile/,
    );
  });

  it('may be that the name was taken', async () => {
    const { backend } = await open(
      'fabric:copy-of:analytics-dev',
      {},
      'fabrics',
    );
    await fill(/^Title/, 'New');
    backend.answer = () => errorAnswer(409, 'conflict', 'It exists.');
    backend.settings.fabrics = [
      managedFabric(),
      managedFabric({ name: 'new' }),
    ];
    await press('Save');
    await waitFor(() => expect(field(/^Name/)).toHaveFocus());
    expect(field(/^Name/)).toHaveAccessibleDescription(
      /Name was taken by somebody else meanwhile/,
    );
    expect(field(/^Title/)).toHaveValue('New');
  });
});

/** From the menu of the fabric's row. @returns what has opened the menu */
async function chooseEdit(): Promise<HTMLElement> {
  const menu = await screen.findByRole('button', {
    name: 'More actions for Analytics (dev)',
  });
  await userEvent.click(menu);
  await userEvent.click(await screen.findByRole('menuitem', { name: 'Edit' }));
  return menu;
}

describe('leaving a form', () => {
  it('closes at once where nothing was changed, and gives the focus back', async () => {
    startSettingsBackend(server);
    const { address } = renderSettings('fabrics');
    const opener = await chooseEdit();
    await shown();
    await userEvent.keyboard('{Escape}');
    await closed();
    expect(address()).toBe('/databricks/settings/fabrics');
    await waitFor(() => expect(opener).toHaveFocus());
  });

  it.each([
    ['Escape', () => userEvent.keyboard('{Escape}')],
    ['Cancel', () => press('Cancel')],
    ['the cross', () => press('Close')],
  ])('asks once before it loses what was entered: %s', async (_, leave) => {
    const { address } = await open('fabric:analytics-dev', {}, 'fabrics');
    await fill(/^Title/, 'Mine');
    await leave();
    expect(screen.getByText('Discard your changes?')).toBeVisible();
    await press('Keep editing');
    expect(field(/^Title/)).toHaveValue('Mine');
    await leave();
    await press('Discard');
    await closed();
    expect(address()).toBe('/databricks/settings/fabrics');
  });

  it('asks when the browser goes back, too', async () => {
    startSettingsBackend(server);
    const { back, address } = renderSettings('fabrics');
    await chooseEdit();
    await shown();
    await fill(/^Title/, 'Mine');
    back();
    expect(await screen.findByText('Discard your changes?')).toBeVisible();
    expect(field(/^Title/)).toHaveValue('Mine');
    await press('Discard');
    await closed();
    expect(address()).toBe('/databricks/settings/fabrics');
  });

  it('closes the list of a picker by Escape, and not the form below it', async () => {
    await open('fabric:analytics-dev', {}, 'fabrics');
    await fill(/^Owner/, 'every');
    expect(
      await screen.findByRole('option', { name: /Everybody/ }),
    ).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('option')).toBeNull();
    expect(screen.queryByText('Discard your changes?')).toBeNull();
    expect(field(/^Owner/)).toHaveValue('every');
  });
});

describe('saving', () => {
  it('marks what was saved for two seconds, once all that is shown is new', async () => {
    const Marked = () => {
      const isSaved = useIsSaved('fabric', 'analytics-dev');
      const { settings } = useSettingsContext();
      return isSaved ? <p>{settings.fabrics[0].title} is marked</p> : null;
    };
    const backend = startSettingsBackend(server);
    backend.answer = () => {
      backend.settings.fabrics = [managedFabric({ title: 'Mine' })];
      return undefined;
    };
    const announced: string[] = [];
    renderWithBackend(
      <Hosted announced={announced}>
        <Marked />
      </Hosted>,
      { address: '/?edit=fabric:analytics-dev' },
    );
    await shown();
    await fill(/^Title/, 'Mine');
    await press('Save');
    expect(await screen.findByText('Mine is marked')).toBeVisible();
    expect(announced).toEqual(['Mine was saved']);
    await waitFor(
      () => expect(screen.queryByText('Mine is marked')).toBeNull(),
      {
        timeout: 5_000,
      },
    );
  });

  it('is done once, however often Enter is pressed', async () => {
    const { backend } = await open('fabric:analytics-dev', {}, 'fabrics');
    let finish = () => {};
    const isFinished = new Promise<void>(resolve => (finish = resolve));
    let puts = 0;
    server.use(
      http.put(`${backendUrl}/fabrics/analytics-dev`, async () => {
        puts++;
        await isFinished;
        backend.settings.checks = [];
        return HttpResponse.json(managedFabric());
      }),
    );
    const form = screen.getByRole('dialog').querySelector('form')!;
    act(() => {
      fireEvent.submit(form);
      fireEvent.submit(form);
    });
    fireEvent.submit(form);
    await waitFor(() => expect(puts).toBe(1));
    await act(async () => finish());
    await closed();
    expect(puts).toBe(1);
  });
});

describe('the form of a service principal', () => {
  it('sets one, which the backend verifies first', async () => {
    const { backend } = await open(
      'service-principal:analytics-dev',
      { fabrics: [managedFabric({ servicePrincipal: undefined })] },
      'fabrics',
    );
    expect(screen.getByRole('dialog')).toHaveTextContent('CAN USE');
    expect(field(/^Client secret/)).toHaveAccessibleDescription(
      /Databricks refuses one of Entra ID/,
    );
    expect(field(/^Client secret/)).toHaveAttribute('type', 'password');

    await press('Save');
    expect(field(/^Client ID/)).toBeInvalid();
    expect(field(/^Client secret/)).toBeInvalid();
    await fill(/^Client ID/, '1b2c');
    await fill(/^Client secret/, 'wrong');
    const [month, day, year] = within(
      screen.getByRole('group', { name: /^Secret ends on/ }),
    ).getAllByRole('spinbutton');
    await userEvent.type(month, '3');
    await userEvent.type(day, '1');
    await userEvent.type(year, '2027');

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

  it('needs the secret again with every change, and begins there', async () => {
    const { backend } = await open(
      'service-principal:analytics-dev',
      {},
      'fabrics',
    );
    expect(field(/^Client ID/)).toHaveValue('1b2c3d4e');
    expect(field(/^Client secret/)).toHaveFocus();
    await press('Save');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'One field needs you',
    );
    expect(backend.received).toEqual([]);
  });
});
