import { ReactNode, useState } from 'react';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { localDate } from '../../__testUtils__/answers';
import { watchClipboard } from '../../__testUtils__/browser';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { renderWithBackend } from '../../__testUtils__/renderWithBackend';
import { managedFabric, settings } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';
import { SavedContext } from '../SavedContext';
import { SettingsContext } from '../SettingsContext';
import { FabricsTab } from './FabricsTab';

const server = setupServer();
registerMswTestHooks(server);

// Whole tables are drawn, on machines that do other things too.
jest.setTimeout(60_000);

const servicePrincipal = {
  clientId: '1b2c',
  scopes: ['all-apis'],
  status: 'ready' as const,
};
const fabrics = [
  managedFabric({
    name: 'works',
    title: 'Forecast',
    type: 'spark',
    warehouseId: undefined,
    clusterId: '0123-456789-abcde123',
    workspaceTitle: 'Research',
    servicePrincipal: { ...servicePrincipal, status: 'ready' },
  }),
  managedFabric({
    name: 'rejected',
    title: 'Exchange rates',
    owner: '*',
    workspaceUrl: 'https://lyon.cloud.databricks.com',
    computeName: 'Rates XS',
    servicePrincipal: { ...servicePrincipal, status: 'rejected' },
  }),
  managedFabric({
    name: 'refused',
    title: 'Budget',
    servicePrincipal: { ...servicePrincipal, refusal: 'ip_access_list' },
  }),
  managedFabric({
    name: 'config',
    title: 'Churn training',
    source: 'config',
    servicePrincipal: undefined,
  }),
  managedFabric({
    name: 'studio',
    title: 'Orders studio',
    type: 'prophecy',
    oauthType: 'u2m',
    servicePrincipal: undefined,
  }),
];
const users = { rejected: 24, works: 9 };
const counts = {
  workspaces: 3,
  connections: 40,
  connectionsToRenew: 0,
  servicePrincipals: 3,
  servicePrincipalsWorking: 1,
  users,
};

/** What stands in each row but the first, which has the names of the columns. */
async function rows(): Promise<string[][]> {
  const table = await screen.findByRole('grid', { name: 'Fabrics' });
  return within(table)
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      [...row.querySelectorAll('[role=rowheader], [role=gridcell]')].map(
        cell => cell.textContent ?? '',
      ),
    );
}
const titles = async () =>
  (await rows()).map(([title]) => /^[A-Z][a-z]+/.exec(title)?.[0]);
const openMenu = async (title: string) =>
  userEvent.click(
    await screen.findByRole('button', { name: `More actions for ${title}` }),
  );
const items = () =>
  screen.getAllByRole('menuitem').map(({ textContent }) => textContent);
const many = (count: number) =>
  Array.from({ length: count }, (_, n) =>
    managedFabric({
      name: `f-${String(n).padStart(4, '0')}`,
      title: `Fabric ${String(n).padStart(4, '0')}`,
    }),
  );

function Saving(props: { children: ReactNode }) {
  const [saved, setSaved] = useState<string>();
  return (
    <SavedContext.Provider value={saved}>
      <button onClick={() => setSaved('fabric:f-0033')}>Save it</button>
      {props.children}
    </SavedContext.Provider>
  );
}

describe('the tab of fabrics', () => {
  it('shows whose, where and how each fabric stands, the worst service principal first', async () => {
    const backend = startSettingsBackend(server, { fabrics, counts });
    renderSettings('fabrics');

    const table = await rows();
    expect(table.map(row => row.slice(1, 6))).toEqual([
      ['Everybody', 'lyon', 'Rates XS', 'Rejected', '24'],
      [
        'analytics',
        'adb-1234567890123456',
        'SQL warehouse',
        expect.stringMatching(/^Refused by Databricks/),
        '0',
      ],
      ['analytics', 'adb-1234567890123456', 'SQL warehouse', 'Missing', '0'],
      ['analytics', 'Research', 'Cluster', 'Works', '9'],
      ['analytics', 'adb-1234567890123456', 'SQL warehouse', 'Not needed', '0'],
    ]);
    expect(table[0][0]).toMatch(/^Exchange rates SQL/);
    expect(table[2][0]).toContain('Kept in app-config: change it there');
    expect(backend.received).toEqual([]);
  });

  it.each([
    [30, 'Secret ends in 30 days'],
    [1, 'Secret ends in 1 day'],
    [-2, 'Secret has ended'],
  ])('says %s days before that a secret ends', async (days, text) => {
    startSettingsBackend(server, {
      fabrics: [
        managedFabric({
          servicePrincipal: {
            ...servicePrincipal,
            secretExpiresAt: localDate(days),
          },
        }),
      ],
    });
    renderSettings('fabrics');
    expect((await rows())[0][4]).toBe(text);
  });

  it('searches, filters and sorts by what the address says, and Back undoes it', async () => {
    startSettingsBackend(server, { fabrics, counts });
    const { address, back } = renderSettings('fabrics', {
      search: '?servicePrincipal=missing,rejected',
    });

    expect(await titles()).toEqual(['Exchange', 'Budget', 'Churn']);
    expect(screen.getByText('3 of 5')).toBeVisible();
    expect(screen.getByRole('status')).toHaveTextContent('3 of 5 fabrics');
    expect(
      screen.getByRole('row', {
        name: /Service principal: Rejected or refused, Missing|Service principal: Missing, Rejected or refused/,
      }),
    ).toBeVisible();

    await userEvent.click(screen.getByRole('columnheader', { name: /^Users/ }));
    expect(address()).toContain('sort=users');
    expect(await titles()).toEqual(['Budget', 'Churn', 'Exchange']);
    await userEvent.click(screen.getByRole('columnheader', { name: /^Users/ }));
    expect(address()).toContain('sort=-users');
    expect((await titles())[0]).toBe('Exchange');
    back();
    expect((await titles())[0]).toBe('Budget');

    await userEvent.keyboard('/');
    await userEvent.keyboard('lyon');
    await waitFor(async () => expect(await titles()).toEqual(['Exchange']));
    expect(address()).toContain('q=lyon');
    await press('Clear all');
    await waitFor(async () => expect(await titles()).toHaveLength(5));
  });

  it('offers to clear what finds nothing', async () => {
    startSettingsBackend(server, { fabrics });
    renderSettings('fabrics', { search: '?q=nowhere&owner=*' });

    expect(
      await screen.findByText('No fabric matches “nowhere”'),
    ).toBeVisible();
    await press('Clear search and filters');
    expect(await titles()).toHaveLength(5);
  });

  it('says where a first fabric comes from', async () => {
    startSettingsBackend(server, { fabrics: [] });
    renderSettings('fabrics');
    expect(await screen.findByText('No fabrics yet')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Add fabric' })).toBeVisible();
  });

  it('draws one page of 1,000 fabrics, and finds one of them without a request', async () => {
    const backend = startSettingsBackend(server, { fabrics: many(1_000) });
    const { address } = renderSettings('fabrics', { search: '?size=100' });

    expect(await rows()).toHaveLength(100);
    expect(document.querySelectorAll('[role=row]').length).toBeLessThan(200);
    await press('Next table page');
    expect((await rows())[0][0]).toContain('Fabric 0100');
    expect(address()).toContain('page=2');
    expect(screen.getByRole('heading', { name: 'Fabrics' })).toHaveFocus();

    await userEvent.type(screen.getByRole('searchbox'), '0777');
    await waitFor(async () => expect(await rows()).toHaveLength(1));
    expect(address()).not.toContain('page=');
    expect(backend.received).toEqual([]);
  });

  it('leads to the page of a fabric, and from its menu to its forms', async () => {
    startSettingsBackend(server, { fabrics });
    const { address, goTo } = renderSettings('fabrics');
    for (const [item, form] of [
      ['Edit', 'fabric:rejected'],
      ['Service principal', 'service-principal:rejected'],
      ['Duplicate', 'fabric:copy-of:rejected'],
    ]) {
      await openMenu('Exchange rates');
      await userEvent.click(screen.getByRole('menuitem', { name: item }));
      expect(new URLSearchParams(address().split('?')[1]).get('edit')).toBe(
        form,
      );
      goTo('/databricks/settings/fabrics');
    }
    await openMenu('Orders studio');
    expect(items()).toEqual(['Edit', 'Duplicate', 'Delete']);
    await userEvent.keyboard('{Escape}');

    await userEvent.click(screen.getByText('Exchange rates'));
    expect(address()).toBe('/databricks/fabrics/rejected');
  });

  it('lets what app-config holds be looked at and copied alone', async () => {
    startSettingsBackend(server, { fabrics });
    const user = userEvent.setup();
    const copied = watchClipboard();
    const { toasts } = renderSettings('fabrics');
    await screen.findByText('Churn training');
    await user.click(
      screen.getByRole('button', { name: 'More actions for Churn training' }),
    );
    expect(items()).toEqual(['View', 'Copy as app-config']);
    await user.click(
      screen.getByRole('menuitem', { name: 'Copy as app-config' }),
    );
    await waitFor(() => expect(copied()).toMatch(/^databricks:\n +fabrics:/));
    expect(copied()).toContain('config:');
    expect(copied()).not.toContain('rejected');
    await waitFor(() =>
      expect(toasts.map(({ title }) => title)).toEqual([
        'Churn training was copied as app-config',
      ]),
    );
  });

  it('deletes one after asking by its title, and goes on at the next row', async () => {
    const backend = startSettingsBackend(server, { fabrics });
    const { toasts } = renderSettings('fabrics');
    await openMenu('Exchange rates');
    await userEvent.click(screen.getByRole('menuitem', { name: 'Delete' }));
    const dialog = screen.getByRole('dialog', {
      name: 'Delete Exchange rates?',
    });

    backend.answer = () => errorAnswer(409, 'conflict', 'It was changed.');
    await press('Delete', dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'It was changed.',
    );
    backend.answer = () => {
      backend.settings.fabrics = fabrics.filter(it => it.name !== 'rejected');
      return undefined;
    };
    await press('Delete', dialog);

    await waitFor(async () => expect(await titles()).not.toContain('Exchange'));
    expect(screen.queryByRole('dialog')).toBeNull();
    await waitFor(() =>
      expect(screen.getByText('Budget').closest('[role=row]')).toHaveFocus(),
    );
    expect(toasts.map(({ title }) => title)).toEqual([
      'Exchange rates was deleted',
    ]);
    expect(backend.received).toEqual([
      { call: 'DELETE /fabrics/rejected', ifMatch: '"f1"' },
      { call: 'DELETE /fabrics/rejected', ifMatch: '"f1"' },
    ]);
  });

  it.each([
    ['on another page', ''],
    ['hidden by a search', '?q=0001'],
  ])('brings what was saved into view that is %s', async (_, search) => {
    const scrolled = jest.fn();
    Element.prototype.scrollIntoView = scrolled;
    const value = {
      settings: settings({ fabrics: many(60) }),
      admins: [],
      refetch: async () => {},
      announce: () => {},
    };
    const { address } = renderWithBackend(
      <SettingsContext.Provider value={value}>
        <Saving>
          <FabricsTab />
        </Saving>
      </SettingsContext.Provider>,
      { address: `/${search}` },
    );

    await press('Save it');
    const row = (await screen.findByText('Fabric 0033')).closest('[role=row]');
    expect(row).toHaveAttribute('data-saved', 'true');
    await waitFor(() => expect(scrolled).toHaveBeenCalledTimes(1));
    expect(row).toContainElement(scrolled.mock.contexts[0]);
    expect(address()).toBe('/?page=2');
    expect(document.querySelectorAll('[data-saved]')).toHaveLength(1);
  });
});
