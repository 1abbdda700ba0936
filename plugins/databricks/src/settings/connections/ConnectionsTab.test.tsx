import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection, inDays } from '../../__testUtils__/answers';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { managedFabric } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';
import type { AdminConnection } from './AdminConnection';

const server = setupServer();
registerMswTestHooks(server);

// The list of users looks whether its end is in view, which jsdom does not know.
beforeAll(() => {
  window.IntersectionObserver = class {
    observe() {}
    unobserve() {}
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
});

// Whole tables are drawn, on machines that do other things too.
jest.setTimeout(60_000);

const of = (
  user: string,
  changes: Partial<AdminConnection> = {},
): AdminConnection => ({
  ...connection({
    id: `c-${user}`,
    databricksUser: { id: '1', userName: `${user}@example.com` },
  }),
  user: `user:default/${user}`,
  ...changes,
});
const ada = of('ada', { lastUsedAt: inDays(-3.2) });
const bob = of('bob', {
  status: 'expires_soon',
  signInExpiresAt: inDays(0.84),
  databricksUser: { id: '9', userName: 'grace@example.com' },
  otherPerson: true,
});
const carol = of('carol', {
  status: 'reconnect_required',
  reason: {
    code: 'ended_by_admin',
    message: 'An admin has ended it.',
    values: { reason: 'left the team' },
  },
});
const dmitri = of('dmitri', {
  status: 'unreadable',
  reason: {
    code: 'encryption_key_unavailable',
    message: 'Its encryption key is not configured.',
  },
});
const counts = {
  workspaces: 3,
  connections: 128,
  connectionsToRenew: 0,
  servicePrincipals: 3,
  servicePrincipalsWorking: 1,
  users: {},
};
const people = ['Ada Lovelace', 'Adam Smith', 'Bob Okafor'].map(
  displayName => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'User',
    metadata: {
      name: displayName.split(' ')[0].toLowerCase(),
      namespace: 'default',
    },
    spec: { profile: { displayName }, memberOf: [] },
  }),
);

function startConnectionsBackend(
  pages: Record<string, AdminConnection[]> = {
    '': [ada, bob, carol, dmitri],
  },
) {
  const backend = startSettingsBackend(server, {
    counts,
    fabrics: [
      managedFabric({ workspaceTitle: 'Sales' }),
      managedFabric({
        name: 'raw',
        title: 'Raw tables',
        workspaceTitle: 'Sales',
      }),
    ],
  });
  const cursors = Object.keys(pages);
  backend.answer = ({ call }) => {
    if (call.startsWith('DELETE')) {
      return HttpResponse.json({ ended: call.includes('?') ? 3 : 1 });
    }
    const cursor = /cursor=(\w+)/.exec(call)?.[1] ?? '';
    return HttpResponse.json({
      items: pages[cursor],
      nextCursor: cursors[cursors.indexOf(cursor) + 1],
      total: 8,
    });
  };
  return backend;
}
const calls = (backend: ReturnType<typeof startConnectionsBackend>) =>
  backend.received.map(({ call }) => decodeURIComponent(call));
const row = (user: string) =>
  screen.findByRole('row', { name: new RegExp(`${user}`) });
const select = async (user: string) =>
  userEvent.click(within(await row(user)).getByRole('checkbox'));
const bar = () => screen.getByRole('group', { name: 'Selected connections' });

describe('the tab of connections', () => {
  it('shows who acts as whom, where, and how that stands', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');

    const table = await screen.findByRole('grid', { name: 'Connections' });
    const rows = within(table).getAllByRole('row').slice(1);
    const cells = rows.map(it =>
      [...it.querySelectorAll('td, th')].map(
        ({ textContent }) => textContent ?? '',
      ),
    );
    expect(cells.map(it => it.slice(2, 6))).toEqual([
      ['ada@example.com', 'Sales', 'About 6 days left', '3 days ago'],
      [
        'grace@example.comanother person',
        'Sales',
        'Ends in about 20 hours',
        'Never',
      ],
      [
        'carol@example.com',
        'Sales',
        'Sign-in endedAn admin of the portal has ended it: “left the team”',
        'Never',
      ],
      [
        'dmitri@example.com',
        'Sales',
        'Cannot be readIts encryption key is not configured.',
        'Never',
      ],
    ]);
    expect(within(rows[0]).getByRole('link', { name: 'ada' })).toHaveAttribute(
      'href',
      '/catalog/default/user/ada',
    );
    expect(calls(backend)).toEqual(['GET /admin/connections']);
  });

  it('says refused of whom Databricks refuses, whatever their sign-in', async () => {
    startConnectionsBackend({
      '': [
        of('eve', {
          lastTest: {
            at: inDays(-1),
            ok: false,
            problem: { code: 'x', message: 'Not a member of the workspace.' },
          },
        }),
      ],
    });
    renderSettings('connections');
    expect(await row('eve')).toHaveTextContent(
      'Refused by DatabricksNot a member of the workspace.',
    );
  });

  it('filters by what the address says, which choosing changes and Back undoes', async () => {
    const backend = startConnectionsBackend();
    const { address, back } = renderSettings('connections', {
      search:
        '?user=user:default/ada&status=expires_soon,nonsense,unreadable&appConnection=default',
    });
    await row('ada');
    expect(calls(backend)).toEqual([
      'GET /admin/connections?user=user:default/ada&appConnection=default&status=expires_soon,unreadable',
    ]);
    expect(screen.getByText('8 of 128')).toBeVisible();
    expect(
      screen
        .getByRole('grid', { name: 'Filters that are set' })
        .textContent?.split(/(?=App|Status)/),
    ).toEqual([
      'User: ada',
      'App connection: Databricks',
      expect.stringMatching(/^Status: Ends soon, .*Cannot be read$/),
    ]);

    await press('Clear all');
    await waitFor(() =>
      expect(calls(backend).at(-1)).toBe('GET /admin/connections'),
    );
    await userEvent.click(screen.getByRole('button', { name: /Fabric/ }));
    await userEvent.click(
      await screen.findByRole('option', { name: 'Raw tables' }),
    );
    expect(address()).toContain('fabric=raw');
    await userEvent.click(screen.getByRole('button', { name: /Workspace/ }));
    await userEvent.click(await screen.findByRole('option', { name: 'Sales' }));
    await waitFor(() =>
      expect(calls(backend).at(-1)).toBe(
        'GET /admin/connections?workspace=https://adb-1234567890123456.7.azuredatabricks.net&fabric=raw',
      ),
    );
    back();
    await waitFor(() =>
      expect(calls(backend).at(-1)).toBe('GET /admin/connections?fabric=raw'),
    );
  });

  it('finds a user at the catalog, by typing, and asks it for few', async () => {
    const backend = startConnectionsBackend();
    const catalog = catalogApiMock({ entities: people });
    const query = jest.spyOn(catalog, 'queryEntities');
    const { address } = renderSettings('connections', { catalog });
    await row('ada');
    expect(query).not.toHaveBeenCalled();

    await userEvent.keyboard('/');
    expect(screen.getByRole('combobox')).toHaveFocus();
    await userEvent.keyboard('ada');
    await waitFor(() =>
      expect(
        screen.getAllByRole('option').map(({ textContent }) => textContent),
      ).toEqual([
        expect.stringContaining('Ada Lovelace'),
        expect.stringContaining('Adam Smith'),
      ]),
    );
    expect(query.mock.lastCall?.[0]).toMatchObject({ limit: 20 });
    await userEvent.click(screen.getByRole('option', { name: /Lovelace/ }));
    expect(address()).toContain('user=user%3Adefault%2Fada');
    await waitFor(() =>
      expect(calls(backend).at(-1)).toBe(
        'GET /admin/connections?user=user:default/ada',
      ),
    );
  });

  it('takes the ref of a user whom the catalog does not have, and says when it cannot search', async () => {
    const backend = startConnectionsBackend();
    const catalog = catalogApiMock({ entities: [] });
    jest.spyOn(catalog, 'queryEntities').mockRejectedValue(new Error('away'));
    renderSettings('connections', { catalog });
    await row('ada');

    const field = screen.getByRole('combobox');
    await userEvent.type(field, 'ada');
    expect(
      await screen.findByText(/The catalog could not be searched/),
    ).toBeVisible();
    await userEvent.clear(field);
    await userEvent.type(field, 'user:Gone');
    await userEvent.click(
      await screen.findByRole('option', { name: 'user:default/gone' }),
    );
    await waitFor(() =>
      expect(calls(backend).at(-1)).toBe(
        'GET /admin/connections?user=user:default/gone',
      ),
    );
  });

  it('turns pages by cursor, there and back, and begins anew with another filter', async () => {
    const backend = startConnectionsBackend({
      '': [ada],
      n1: [bob],
      n2: [carol],
    });
    const { goTo } = renderSettings('connections');
    await row('ada');
    await press('Next');
    await row('bob');
    expect(screen.getByRole('heading', { name: 'Connections' })).toHaveFocus();
    await press('Next');
    await row('carol');
    expect(screen.getByRole('button', { name: 'Next' })).toBeDisabled();
    await press('Previous');
    await row('bob');
    goTo('/databricks/settings/connections?status=connected');
    await row('ada');
    expect(screen.getByRole('button', { name: 'Previous' })).toBeDisabled();
    expect(calls(backend)).toEqual([
      'GET /admin/connections',
      'GET /admin/connections?cursor=n1',
      'GET /admin/connections?cursor=n2',
      'GET /admin/connections?cursor=n1',
      'GET /admin/connections?status=connected',
    ]);
  });

  it('keeps the page in sight when the next does not come, but not what another filter found', async () => {
    const backend = startConnectionsBackend({ '': [ada], n1: [bob] });
    const { answer } = backend;
    const { goTo } = renderSettings('connections');
    await row('ada');
    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    await press('Next');
    expect(await screen.findByText('This may be out of date.')).toBeVisible();
    expect(await row('ada')).toBeVisible();
    backend.answer = answer;
    await press('Try again');
    expect(await row('bob')).toBeVisible();

    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    goTo('/databricks/settings/connections?status=connected');
    expect(
      await screen.findByText('The connections could not be loaded.'),
    ).toBeVisible();
    expect(screen.queryByRole('row', { name: /bob/ })).toBeNull();
  });

  it('says when the filters let nothing through, and when there is nothing', async () => {
    const backend = startConnectionsBackend({ '': [] });
    renderSettings('connections', { search: '?fabric=raw' });
    await screen.findByText('No connection matches these filters');
    await press('Clear filters');
    expect(await screen.findByText('Nobody is connected yet')).toBeVisible();
    expect(calls(backend)).toHaveLength(2);
  });

  it('ends what is selected, with a reason, and goes on at the next row', async () => {
    const backend = startConnectionsBackend();
    const { toasts } = renderSettings('connections');
    await select('ada');
    await select('bob');
    expect(bar()).toHaveTextContent('2 selected');
    await press('End 2 connections', bar());
    const dialog = screen.getByRole('dialog', { name: 'End 2 connections?' });
    expect(dialog).toHaveTextContent('the tokens of ada and bob.');
    expect(dialog).toHaveTextContent('All of them read it.');
    await userEvent.type(
      within(dialog).getByLabelText(/^Reason/),
      ' the laptop was stolen ',
    );
    await press('End 2 connections', dialog);

    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await waitFor(async () => expect(await row('carol')).toHaveFocus());
    expect(
      backend.received.filter(({ call }) => call.startsWith('DELETE')),
    ).toEqual([
      {
        call: 'DELETE /admin/connections/c-ada',
        body: { reason: 'the laptop was stolen' },
      },
      {
        call: 'DELETE /admin/connections/c-bob',
        body: { reason: 'the laptop was stolen' },
      },
    ]);
    expect(
      screen.queryByRole('group', { name: 'Selected connections' }),
    ).toBeNull();
    expect(toasts.map(({ title }) => title)).toEqual([
      '2 connections have ended',
    ]);
    expect(screen.getByText('2 connections have ended')).toBeInTheDocument();
    await waitFor(() =>
      expect(calls(backend).at(-1)).toBe('GET /admin/connections'),
    );
  });

  it('tells which could not be ended, keeps them selected and tries those again', async () => {
    const backend = startConnectionsBackend();
    const { answer } = backend;
    backend.answer = received => {
      switch (received.call) {
        case 'DELETE /admin/connections/c-bob':
          return errorAnswer(503, 'unavailable', 'Away.');
        // Its user has disconnected meanwhile
        case 'DELETE /admin/connections/c-carol':
          return errorAnswer(404, 'not_found', 'Gone.');
        default:
          return answer(received);
      }
    };
    renderSettings('connections');
    await select('ada');
    await select('bob');
    await select('carol');
    await press('End 3 connections', bar());
    await press('End 3 connections', screen.getByRole('dialog'));

    const dialog = await screen.findByRole('dialog', {
      name: 'End 1 connection?',
    });
    expect(within(dialog).getByRole('alert')).toHaveTextContent(
      /^1 connection could not be ended: bob\. The portal could not do this/,
    );
    expect(dialog).toHaveTextContent('bob reads it.');
    await press('Cancel', dialog);
    expect(bar()).toHaveTextContent('1 selected');
    expect(within(await row('bob')).getByRole('checkbox')).toBeChecked();
    expect(within(await row('ada')).getByRole('checkbox')).not.toBeChecked();

    backend.answer = answer;
    await press('End 1 connection', bar());
    await press('End 1 connection', screen.getByRole('dialog'));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(
      calls(backend)
        .filter(call => call.startsWith('DELETE'))
        .at(-1),
    ).toBe('DELETE /admin/connections/c-bob');
  });

  it('names three and counts the others', async () => {
    startConnectionsBackend({
      '': ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map(name => of(name)),
    });
    renderSettings('connections');
    await screen.findByRole('grid', { name: 'Connections' });
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select all' }));
    await press('End 8 connections', bar());
    expect(screen.getByRole('dialog')).toHaveTextContent(
      'the tokens of a, b, c and 5 more.',
    );
  });

  it('ends one by its menu', async () => {
    const backend = startConnectionsBackend();
    renderSettings('connections');
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions for dmitri' }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'End this connection' }),
    );
    const dialog = screen.getByRole('dialog', { name: 'End 1 connection?' });
    expect(dialog).toHaveTextContent('dmitri reads it.');
    await press('End 1 connection', dialog);
    await waitFor(() =>
      expect(backend.received).toContainEqual({
        call: 'DELETE /admin/connections/c-dmitri',
      }),
    );
    // It was the last
    await waitFor(async () => expect(await row('carol')).toHaveFocus());
  });

  it('ends all of a user who was chosen', async () => {
    const backend = startConnectionsBackend();
    const { answer } = backend;
    renderSettings('connections', { search: '?user=user:default/ada' });
    await row('ada');
    await press('End all of ada');
    const dialog = screen.getByRole('dialog', {
      name: 'End all connections of ada?',
    });
    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    await press('End', dialog);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      /^The portal could not do this/,
    );
    backend.answer = answer;
    await userEvent.type(within(dialog).getByLabelText(/^Reason/), 'left');
    await press('End', dialog);

    expect(
      await screen.findByText('3 connections have ended'),
    ).toBeInTheDocument();
    expect(
      backend.received.filter(({ call }) => call.startsWith('DELETE')).at(-1),
    ).toEqual({
      call: 'DELETE /admin/connections?user=user%3Adefault%2Fada',
      body: { reason: 'left' },
    });
    await waitFor(() =>
      expect(
        screen.getByRole('heading', { name: 'Connections' }),
      ).toHaveFocus(),
    );
  });

  it('selects none by Escape, but closes what is on top first', async () => {
    startConnectionsBackend();
    renderSettings('connections');
    await select('ada');
    await press('End 1 connection', bar());
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(bar()).toHaveTextContent('1 selected');
    await userEvent.keyboard('{Escape}');
    expect(
      screen.queryByRole('group', { name: 'Selected connections' }),
    ).toBeNull();
  });
});
