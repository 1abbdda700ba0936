import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import type { AdminConnectionList } from '@backstage-databricks/plugin-databricks-common';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection, inDays } from '../__testUtils__/answers';
import { pseudoLanguage, untranslated } from '../__testUtils__/pseudoLanguage';
import { renderSettings } from '../__testUtils__/renderSettings';
import { backendUrl } from '../__testUtils__/renderWithBackend';
import { appConnection, managedFabric } from '../__testUtils__/settings';
import { startSettingsBackend } from '../__testUtils__/startSettingsBackend';
import type { SettingsTab } from './tabs';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(60_000);

const data = [
  'A01',
  'A02',
  'F01',
  'F02',
  'W01',
  'D01',
  'C01',
  'P01',
  'U01',
  'N01',
  'K01',
  'K02',
  'K03',
  'S01',
  '9d1e',
  'abc123',
  'https://',
  'all-apis offline_access',
  'all-apis',
  'analytics',
  // An initial
  /^U$/g,
  // Time zones, in the exact times on hover
  /UTC|GMT(\+\d+)?/g,
  // The library says these itself, in the language of the browser
  'Close',
  'Dismiss',
  '0 notifications.',
  'Clear search',
  'Row selection',
  /Select (all|row)|(Show|Hide) value|Show suggestions|Open calendar/g,
  /sorted by column {2}in ascending order|sortable column/g,
  /(month|day|year), |mm|dd|yyyy/g,
  /options available\.|Suggestions/g,
];

const item: AdminConnectionList['items'][number] = {
  ...connection({ status: 'reconnect_required' }),
  user: 'user:default/U01',
  databricksUser: { id: '1', userName: 'N01' },
  issuer: { kind: 'workspace', url: 'https://w01.example.com', title: 'W01' },
  otherPerson: true,
  lastUsedAt: inDays(-2),
};

function start() {
  const backend = startSettingsBackend(server, {
    appConnections: [
      appConnection({ title: 'A01', updatedBy: 'user:default/U01' }),
      appConnection({
        name: 'second',
        title: 'A02',
        default: false,
        health: 'rejected',
        healthAt: inDays(-1),
        source: 'config',
      }),
    ],
    fabrics: [
      managedFabric({
        name: 'f01',
        title: 'F01',
        owner: 'group:default/P01',
        workspaceTitle: 'W01',
        computeName: 'D01',
        catalog: 'C01',
        schema: undefined,
        servicePrincipal: undefined,
      }),
      managedFabric({
        name: 'f02',
        title: 'F02',
        type: 'spark',
        owner: '*',
        source: 'config',
        workspaceTitle: 'W01',
        warehouseId: undefined,
      }),
    ],
    counts: {
      workspaces: 1,
      connections: 3,
      connectionsToRenew: 1,
      servicePrincipals: 2,
      servicePrincipalsWorking: 1,
      users: { f01: 3 },
    },
    consumers: [
      {
        plugin: 'S01',
        user: true,
        servicePrincipalOf: ['f01'],
        lastAsUser: inDays(-2),
      },
    ],
    encryption: {
      primaryKey: 'K02',
      keys: [
        { id: 'K01', available: false, values: 3 },
        { id: 'K02', available: true, values: 12 },
        { id: 'K03', available: true, values: 0 },
      ],
      sweep: { state: 'idle', done: 0, total: 0, failed: 0 },
    },
    checkedAt: inDays(0),
    checks: [
      {
        id: 'service-principals',
        state: 'warning',
        message: 'In English.',
        values: {
          code: 'service_principals_missing',
          count: '1',
          fabrics: 'F01',
        },
        fix: { kind: 'fabrics-without-service-principal' },
      },
      {
        id: 'database',
        state: 'ok',
        message: 'In English.',
        values: { code: 'database_postgresql' },
      },
    ],
  });
  server.use(
    http.get(`${backendUrl}/admin/connections`, () =>
      HttpResponse.json({ items: [item], total: 1 }),
    ),
  );
  return backend;
}

const show = (tab: SettingsTab, search?: string) =>
  renderSettings(tab, { search, language: pseudoLanguage() });

const notTranslated = () => untranslated(document.body, data);

describe('the settings in another language', () => {
  it.each<[SettingsTab, () => Promise<unknown>]>([
    ['overview', () => screen.findByText(/^F01/)],
    ['app-connections', () => screen.findByText('A02')],
    ['fabrics', () => screen.findByText('F02')],
    ['connections', () => screen.findByText('N01')],
    ['consumers', () => screen.findAllByText('S01')],
  ])('say all that the tab %s says', async (tab, isShown) => {
    start();
    show(tab);
    await isShown();
    expect(notTranslated()).toEqual([]);
  });

  it.each(['fabric', 'fabric:f01', 'app-connection', 'service-principal:f01'])(
    'say all that the form %s says',
    async edit => {
      start();
      show('consumers', `?edit=${edit}`);
      const dialog = await screen.findByRole('dialog', {}, { timeout: 30_000 });
      expect(notTranslated()).toEqual([]);
      for (const button of within(dialog).getAllByRole('button')) {
        if (button.getAttribute('aria-expanded') === 'false') {
          await userEvent.click(button);
          break;
        }
      }
      expect(notTranslated()).toEqual([]);
    },
  );
});
