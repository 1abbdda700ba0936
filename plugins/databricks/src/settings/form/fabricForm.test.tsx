import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import type { Entity } from '@backstage/catalog-model';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
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
jest.setTimeout(60_000);

const marketing = 'https://dbc-1.cloud.databricks.com';
const known = managedFabric({
  name: 'reports',
  title: 'Reports',
  workspaceUrl: marketing,
  workspaceTitle: 'Marketing',
});
const group = (name: string, title: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: { namespace: 'default', name, title },
  spec: { type: 'team', children: [] },
});
const entities = [
  group('analytics', 'Analytics'),
  group('marketing', 'Marketing team'),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: { namespace: 'default', name: 'bob' },
    spec: { profile: { displayName: 'Bob Okafor' } },
  },
];
// Its code is loaded when it is first shown.
const dialog = () => screen.findByRole('dialog', {}, { timeout: 20_000 });
/** Enters a text and leaves the field. */
const enter = async (label: RegExp, text: string) => {
  await fill(label, text);
  await userEvent.tab();
};
const choose = async (label: RegExp, option: RegExp | string) => {
  await userEvent.click(
    within(screen.getByRole('dialog')).getByRole('button', { name: label }),
  );
  await userEvent.click(await screen.findByRole('option', { name: option }));
};
const closed = () =>
  waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());

async function open(
  search: string,
  initial: Parameters<typeof startSettingsBackend>[1] = { fabrics: [known] },
) {
  const backend = startSettingsBackend(server, initial);
  const page = renderSettings('fabrics', { search, entities });
  await dialog();
  return { backend, ...page };
}

describe('the form of a fabric', () => {
  it('adds one from a pasted JDBC URL, under a name that is made from its title', async () => {
    const { backend, toasts, address } = await open('?edit=fabric', {
      fabrics: [],
    });
    expect(field(/^Paste first/)).toHaveFocus();
    await fill(
      /^Paste first/,
      `jdbc:databricks://dbc-1.cloud.databricks.com:443;httpPath=/sql/1.0/warehouses/77ff;ConnCatalog=main;ConnSchema=gold`,
    );
    expect(
      screen.getByText(
        'Filled in: workspace https://dbc-1.cloud.databricks.com, SQL warehouse 77ff, catalog and schema main.gold.',
      ),
    ).toBeVisible();
    await enter(/^Title/, 'Führung: Campaigns');
    expect(
      screen.getByText('(its name will be fuhrung-campaigns)'),
    ).toBeVisible();
    await enter(/^Owner/, '*');
    expect(field(/^Owner/)).toHaveValue('Everybody');
    backend.answer = ({ call }) => {
      if (call === 'PUT /fabrics/fuhrung-campaigns') {
        backend.settings.fabrics = [
          managedFabric({ name: 'fuhrung-campaigns', title: 'Campaigns' }),
        ];
      }
      return undefined;
    };
    await press('Save');
    await closed();
    expect(backend.received).toEqual([
      {
        call: 'PUT /fabrics/fuhrung-campaigns',
        body: {
          title: 'Führung: Campaigns',
          type: 'sql',
          owner: '*',
          workspaceUrl: marketing,
          warehouseId: '77ff',
          catalog: 'main',
          schema: 'gold',
        },
      },
    ]);
    expect(address()).toBe('/databricks/settings/fabrics');
    expect(toasts).toHaveLength(1);
    expect(
      await screen.findByText('Führung: Campaigns was saved'),
    ).toBeInTheDocument();
  });

  it('fills in by the names of the pickers, switches to Spark for a cluster, and leaves nothing of the paste before', async () => {
    const { backend } = await open('?edit=fabric');
    backend.compute = [
      { kind: 'warehouse', id: '77ff', name: 'Reports L', state: 'running' },
      {
        kind: 'cluster',
        id: '0123-456789-abcde123',
        name: 'churn-gpu',
        state: 'stopped',
      },
    ];
    await fill(
      /^Paste first/,
      `jdbc:databricks://dbc-1.cloud.databricks.com:443;httpPath=/sql/1.0/warehouses/77ff;ConnCatalog=main`,
    );
    expect(
      await screen.findByText(
        'Filled in: workspace Marketing, SQL warehouse Reports L, catalog and schema main.',
      ),
    ).toBeVisible();
    expect(field(/^Workspace/)).toHaveValue('Marketing');
    expect(field(/^SQL warehouse/)).toHaveValue('Reports L');

    await fill(
      /^Paste first/,
      `${marketing}/?o=#setting/clusters/0123-456789-abcde123/configuration`.replace(
        '?o=',
        '',
      ),
    );
    expect(
      await screen.findByText(
        'Filled in: workspace Marketing, cluster churn-gpu. Type is now Spark.',
      ),
    ).toBeVisible();
    expect(field(/^Catalog and schema/)).toHaveValue('');
    expect(backend.askedCompute).toEqual([marketing]);

    await fill(/^Paste first/, '/sql/1.0/warehouses/77ff');
    expect(field(/^Workspace/)).toHaveValue('');
    expect(
      within(screen.getByRole('dialog')).getByRole('button', { name: /Type/ }),
    ).toHaveTextContent('SQL');
    expect(screen.getByText('Filled in: SQL warehouse 77ff.')).toBeVisible();
  });

  it.each([
    'jdbc:databricks://dbc-1.cloud.databricks.com;PWD=canary-1',
    'https://user:canary-1@dbc-1.cloud.databricks.com',
    'dapi0123456789abcdefcanary-1',
  ])('refuses a credential in %s and repeats it nowhere', async pasted => {
    await open('?edit=fabric');
    await fill(/^Paste first/, pasted);

    expect(field(/^Paste first/)).toHaveAccessibleDescription(
      /It carried a credential/,
    );
    expect(field(/^Paste first/)).toHaveValue('');
    expect(field(/^Workspace/)).toHaveValue('');
    expect(document.body.innerHTML).not.toContain('canary-1');
  });

  it('says that it knows nothing in a text, and fills in nothing', async () => {
    await open('?edit=fabric');
    await fill(/^Paste first/, 'the warehouse of Marketing');
    expect(field(/^Paste first/)).toHaveAccessibleDescription(
      /Nothing in it is known here/,
    );
    expect(field(/^Workspace/)).toHaveValue('');
  });

  it('tells all missing fields at once, each by its name, and goes to the first', async () => {
    const { backend } = await open('?edit=fabric');
    await press('Save');

    expect(await screen.findByRole('alert')).toHaveTextContent(
      '4 fields need you',
    );
    for (const [label, problem] of [
      [/^Title/, 'Title is missing'],
      [/^Owner/, 'Owner is missing'],
      [/^Workspace/, 'Workspace is missing'],
      [/^SQL warehouse/, 'SQL warehouse is missing'],
    ] as const) {
      expect(field(label)).toBeInvalid();
      expect(field(label).getAttribute('aria-describedby')).toBeTruthy();
      expect(screen.getByText(problem)).toBeVisible();
      expect(field(label)).toHaveAccessibleDescription(new RegExp(problem));
    }
    await waitFor(() => expect(field(/^Title/)).toHaveFocus());
    expect(field(/^Catalog and schema/)).toBeValid();
    await enter(/^Title/, 'Campaigns');
    expect(screen.getByRole('alert')).toHaveTextContent('3 fields need you');
    expect(backend.received).toEqual([]);
  });

  it('unfolds the part in which a field has a problem', async () => {
    const { backend } = await open('?edit=fabric');
    const fold = screen.getByRole('button', { name: 'Name, description' });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(fold);
    await enter(/^Name/, 'reports');
    await userEvent.click(fold);
    await press('Save');
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    expect(field(/^Name/)).toHaveAccessibleDescription(/Name is taken already/);
    expect(backend.received).toEqual([]);
  });

  it('shows a problem when its field is left, and what the backend finds beside its field', async () => {
    const { backend } = await open('?edit=fabric:reports');
    await fill(/^Catalog and schema/, 'a.b.c');
    expect(field(/^Catalog and schema/)).toBeValid();
    await userEvent.tab();
    expect(field(/^Catalog and schema/)).toHaveAccessibleDescription(
      /Catalog and schema must be a name without/,
    );
    await enter(/^Catalog and schema/, 'main');
    expect(screen.queryByText(/removes the service principal/)).toBeNull();
    await enter(/^Workspace/, 'https://dbc-2.cloud.databricks.com');
    expect(screen.getByText(/removes the service principal/)).toBeVisible();

    backend.answer = () =>
      errorAnswer(
        400,
        'invalid_request',
        'workspaceUrl: must name a host that databricks.allowedHosts lists',
      );
    await press('Save');
    await waitFor(() => expect(field(/^Workspace/)).toHaveFocus());
    expect(field(/^Workspace/)).toHaveAccessibleDescription(
      /Workspace must name a host/,
    );
  });

  it('finds groups and people by their names, and warns of an owner that the catalog does not know', async () => {
    const { backend } = await open('?edit=fabric:reports');
    expect(field(/^Owner/)).toHaveValue('analytics');
    await fill(/^Owner/, 'okafor');
    await userEvent.click(
      await screen.findByRole('option', { name: /Bob Okafor/ }),
    );
    expect(field(/^Owner/)).toHaveValue('Bob Okafor');
    await enter(/^Owner/, 'group:default/nobody');
    expect(
      await screen.findByText(/The catalog does not know this owner/),
    ).toBeVisible();
    expect(field(/^Owner/)).toHaveAccessibleDescription(
      /The catalog does not know/,
    );
    expect(field(/^Owner/)).toBeValid();
    await press('Save');
    await closed();
    expect(backend.received[0].body).toMatchObject({
      owner: 'group:default/nobody',
    });
  });

  it('takes a cluster by its name, or its ID with a word why', async () => {
    const { backend } = await open('?edit=fabric:reports', {
      fabrics: [known],
      appConnections: [
        appConnection(),
        appConnection({ name: 'eu', title: 'Europe', default: false }),
      ],
    });
    expect(
      await screen.findByText(
        'Connect to Marketing to choose by name, or enter the ID.',
      ),
    ).toBeVisible();
    await choose(/Type/, 'Spark');
    await enter(/^SQL warehouse or cluster/, '0123-456789-abcde123');
    await press('Name, description, app connection');
    await choose(/App connection/, 'Europe');
    await press('Save');
    await closed();
    expect(backend.received[0].body).toMatchObject({
      type: 'spark',
      clusterId: '0123-456789-abcde123',
      appConnection: 'eu',
    });
  });

  it('says what a test has found beside the buttons, and stays open', async () => {
    const { backend } = await open('?edit=fabric:reports');
    backend.answer = () =>
      HttpResponse.json({
        ok: false,
        checks: [
          {
            id: 'identity',
            state: 'ok',
            message: 'Databricks knows Bob Okafor',
            values: { code: 'known', who: 'Bob Okafor' },
          },
          {
            id: 'compute',
            state: 'failed',
            message: 'No.',
            values: { code: 'right_missing', kind: 'warehouse' },
          },
        ],
      });
    await press('Test');
    expect(
      await screen.findByText(
        'Tested just now as Bob Okafor: the SQL warehouse exists, but you may not use it. You can save all the same.',
      ),
    ).toBeVisible();
    expect(
      backend.received.map(({ call, ifMatch }) => [call, ifMatch]),
    ).toEqual([['PUT /fabrics/reports?dryRun=true', '"f1"']]);
    await press('Details');
    expect(
      await screen.findByText('Databricks knows Bob Okafor'),
    ).toBeVisible();
  });

  it('duplicates one', async () => {
    const { backend } = await open('?edit=fabric:copy-of:reports');
    expect(field(/^Title/)).toHaveValue('Reports (copy)');
    await press('Save');
    await closed();
    expect(backend.received[0].call).toBe('PUT /fabrics/reports-copy');
    expect(backend.received[0].ifMatch).toBeUndefined();
  });

  it('shows what app-config holds, to be copied and not to be changed', async () => {
    await open('?edit=fabric:reports', {
      fabrics: [{ ...known, source: 'config' }],
    });
    expect(screen.getByRole('dialog', { name: 'View Reports' })).toBeVisible();
    expect(field(/^Workspace/)).toHaveAttribute('readonly');
    expect(await dialog()).toHaveTextContent(
      'Kept in app-config: change it there.',
    );
    expect(
      screen.getByRole('button', { name: 'Copy as app-config' }),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Save' })).toBeNull();
  });

  it('opens nothing for a name that is not there, and cleans the address', async () => {
    startSettingsBackend(server);
    const { address } = renderSettings('fabrics', {
      search: '?edit=fabric:gone',
    });
    await waitFor(() => expect(address()).toBe('/databricks/settings/fabrics'));
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
