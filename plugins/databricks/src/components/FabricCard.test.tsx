import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import {
  connection,
  fabric,
  inDays,
  localDate,
  servicePrincipalFabric,
} from '../__testUtils__/fabrics';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { FabricCard } from './FabricCard';

const server = setupServer();
registerMswTestHooks(server);

async function renderCard(shown: Fabric) {
  renderWithBackend(<FabricCard fabric={shown} onChanged={() => {}} />);
  return screen.findByRole('group', { name: shown.title });
}

const buttonNames = (card: HTMLElement) =>
  within(card)
    .queryAllByRole('button')
    .map(button => button.textContent);

describe('FabricCard', () => {
  it('says what the fabric is and who runs its work', async () => {
    const card = await renderCard(fabric());

    expect(card).toHaveTextContent('Shared development warehouse');
    expect(card).toHaveTextContent('SQL warehouse abc123');
    expect(card).toHaveTextContent('main.default');
    expect(card).toHaveTextContent('Interactive: you');
    expect(card).toHaveTextContent('Automation: service principal 1b2c3d4e');
    expect(
      within(card).getByRole('link', {
        name: 'adb-1234567890123456.7.azuredatabricks.net, opens in a new window',
      }),
    ).toHaveAttribute('rel', 'noopener noreferrer');
  });

  it.each<{
    state: string;
    shown: Fabric;
    says: string[];
    buttons: string[];
  }>([
    {
      state: 'not connected',
      shown: fabric(),
      says: ['Not connected'],
      buttons: ['Connect'],
    },
    {
      state: 'connected',
      shown: fabric({ connection: connection() }),
      says: [
        'Connected as Alice Example (alice@example.com)',
        'About 6 days left',
      ],
      buttons: ['Test', 'Disconnect'],
    },
    {
      state: 'expires soon',
      shown: fabric({
        connection: connection({
          status: 'expires_soon',
          signInExpiresAt: inDays(0.2),
        }),
        warnings: [{ code: 'sign_in_expires_soon', message: 'said twice' }],
      }),
      says: ['expires soon', 'hours left', 'Reconnect before that'],
      buttons: ['Reconnect', 'Test', 'Disconnect'],
    },
    {
      state: 'reconnect required',
      shown: fabric({
        connection: connection({
          status: 'reconnect_required',
          reason: { code: 'reconnect_required', message: 'It was revoked.' },
        }),
      }),
      says: [
        'Reconnect required',
        'You were connected as Alice Example',
        'It was revoked.',
      ],
      buttons: ['Reconnect', 'Disconnect'],
    },
    {
      state: 'ended by an admin, who wrote why',
      shown: fabric({
        connection: connection({
          status: 'reconnect_required',
          reason: {
            code: 'ended_by_admin',
            message: "An admin has ended it and wrote: 'A laptop is lost'.",
            values: { reason: 'A laptop is lost' },
          },
        }),
      }),
      says: ['Reconnect required', 'A laptop is lost'],
      buttons: ['Reconnect', 'Disconnect'],
    },
    {
      state: 'unreadable',
      shown: fabric({ connection: connection({ status: 'unreadable' }) }),
      says: ['Your connection cannot be read', 'ask an admin'],
      buttons: ['Reconnect', 'Disconnect'],
    },
    {
      state: 'no sign-in needed',
      shown: servicePrincipalFabric(),
      says: ['No sign-in needed', 'runs as the service principal'],
      buttons: ['Test'],
    },
    {
      state: 'service principal missing',
      shown: servicePrincipalFabric({
        servicePrincipal: { status: 'missing' },
        warnings: [
          { code: 'service_principal_missing', message: 'said twice' },
        ],
      }),
      says: ['Service principal missing', 'admin of this portal can add one'],
      buttons: [],
    },
    {
      state: 'service principal rejected',
      shown: servicePrincipalFabric({
        servicePrincipal: { status: 'rejected' },
        warnings: [
          { code: 'service_principal_rejected', message: 'said twice' },
        ],
      }),
      says: ['Service principal rejected', 'can renew its secret'],
      buttons: ['Test'],
    },
    {
      state: 'service principal expiring and Databricks unreachable',
      shown: servicePrincipalFabric({
        warnings: [
          {
            code: 'service_principal_secret_expires',
            message: 'Its secret expires in 12 days.',
          },
          {
            code: 'databricks_unavailable',
            message: 'Databricks cannot be reached.',
          },
        ],
      }),
      says: ['Its secret expires in 12 days.', 'Databricks cannot be reached.'],
      buttons: ['Test'],
    },
  ])('draws: $state', async ({ shown, says, buttons }) => {
    const card = await renderCard(shown);

    for (const text of says) {
      expect(card).toHaveTextContent(text);
    }
    expect(card).not.toHaveTextContent('said twice');
    expect(buttonNames(card)).toEqual(buttons);
  });

  it.each<[number, string, string | undefined]>([
    [25, 'info', undefined],
    [10, 'warning', undefined],
    [3, 'danger', 'A secret has only days left'],
    [1, 'danger', 'Last call: a secret is about to expire'],
    [-1, 'danger', 'A secret has expired'],
  ])(
    'warns %s days before a secret expires: %s',
    async (days, status, title) => {
      const card = await renderCard(
        fabric({
          servicePrincipal: {
            clientId: '1b2c',
            status: 'ready',
            secretExpiresAt: localDate(days),
          },
          warnings: [
            {
              code: 'service_principal_secret_expires',
              message: 'Ask an admin to renew it.',
            },
          ],
        }),
      );

      const alert = within(card)
        .getByText('Ask an admin to renew it.')
        .closest('[data-status]');
      expect(alert).toHaveAttribute('data-status', status);
      expect(within(card).queryByText(/secret/)?.textContent).toEqual(title);
    },
  );

  it('disables Connect with the reason and who can fix it, said once', async () => {
    const card = await renderCard(
      fabric({
        appConnection: {
          name: 'default',
          title: 'Databricks',
          ready: false,
          problem: {
            code: 'not_configured',
            message: 'No client secret. An admin can add it.',
          },
        },
      }),
    );

    expect(
      within(card).getByRole('button', { name: 'Connect' }),
    ).toBeDisabled();
    expect(card).toHaveTextContent('No client secret. An admin can add it.');
    expect(card.textContent?.match(/admin/g)).toHaveLength(1);
  });

  it('tells the exact time on hover', async () => {
    const at = inDays(6.2);
    const card = await renderCard(
      fabric({ connection: connection({ signInExpiresAt: at }) }),
    );

    const time = within(card).getByText('About 6 days left');
    expect(time).toHaveAttribute('datetime', at);
    expect(time.title).toContain(String(new Date(at).getFullYear()));
  });

  it('tests the fabric and shows what was found, or why it could not', async () => {
    server.use(
      http.post(
        `${backendUrl}/fabrics/analytics-dev/test`,
        () =>
          HttpResponse.json({
            ok: false,
            checks: [
              { id: 'me', state: 'ok', message: 'You are alice there.' },
              { id: 'compute', state: 'failed', message: 'No such warehouse.' },
            ],
          }),
        { once: true },
      ),
      http.post(`${backendUrl}/fabrics/analytics-dev/test`, () =>
        HttpResponse.json({ error: {} }, { status: 503 }),
      ),
    );
    const card = await renderCard(fabric({ connection: connection() }));
    const test = within(card).getByRole('button', { name: 'Test' });

    await userEvent.click(test);
    expect(await within(card).findByText('No such warehouse.')).toBeVisible();
    expect(
      within(card)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['OKYou are alice there.', 'FailedNo such warehouse.']);

    await userEvent.click(test);
    expect(
      await within(card).findByText('The test could not be run'),
    ).toBeVisible();
    expect(within(card).queryByText('No such warehouse.')).toBeNull();
  });
});
