import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { delay, http, HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { connection, fabric, fabricList } from '../__testUtils__/fabrics';
import {
  backendUrl,
  renderWithBackend,
} from '../__testUtils__/renderWithBackend';
import { FabricCards } from './FabricCards';

const server = setupServer();
registerMswTestHooks(server);

const fabricsUrl = `${backendUrl}/fabrics`;
const answerWith = (status: number, code?: string, message?: string) =>
  HttpResponse.json({ error: { code, message } }, { status });

describe('FabricList', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('says that it loads', async () => {
    server.use(http.get(fabricsUrl, () => delay('infinite')));
    renderWithBackend(<FabricCards />);

    expect(await screen.findByText('Loading fabrics')).toBeInTheDocument();
  });

  it('names the teams of a user without fabrics and says who adds one', async () => {
    server.use(http.get(fabricsUrl, () => HttpResponse.json(fabricList([]))));
    renderWithBackend(<FabricCards />);

    expect(await screen.findByText('No fabric for you yet')).toBeVisible();
    expect(
      await screen.findByText(
        /none belongs to yours: group:default\/analytics/,
      ),
    ).toBeVisible();
    expect(
      screen.getByText(/An admin of this portal adds fabrics/),
    ).toBeVisible();
  });

  it('tells an admin without fabrics where to add one', async () => {
    server.use(
      http.get(fabricsUrl, () =>
        HttpResponse.json(fabricList([], { admin: true })),
      ),
    );
    renderWithBackend(<FabricCards />);

    expect(
      await screen.findByText(/add a fabric in the settings/),
    ).toBeVisible();
  });

  it('says what went wrong and tries again', async () => {
    server.use(
      http.get(
        fabricsUrl,
        () => answerWith(503, 'unavailable', 'The database is away.'),
        { once: true },
      ),
      http.get(fabricsUrl, () => HttpResponse.json(fabricList([fabric()]))),
    );
    renderWithBackend(<FabricCards />);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The database is away.',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(
      await screen.findByRole('heading', { name: 'Analytics (dev)' }),
    ).toBeVisible();
  });

  it('says who decides when the user is not allowed', async () => {
    server.use(
      http.get(fabricsUrl, () => answerWith(403, 'not_allowed', 'No')),
    );
    renderWithBackend(<FabricCards />);

    expect(await screen.findByRole('alert')).toHaveTextContent(
      'An admin of this portal decides who may use Databricks here.',
    );
  });

  it('keeps what it shows when fetching again fails, and says so', async () => {
    server.use(
      http.get(fabricsUrl, () => HttpResponse.json(fabricList([fabric()])), {
        once: true,
      }),
      http.get(fabricsUrl, () => HttpResponse.error()),
    );
    renderWithBackend(<FabricCards />);
    await screen.findByText('Analytics (dev)');

    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 11_000);
    window.dispatchEvent(new Event('focus'));
    expect(await screen.findByText('This may be out of date')).toBeVisible();
    expect(screen.getByText('Analytics (dev)')).toBeVisible();
  });

  it('asks at every card to reconnect, once a test has found that the sign-in has ended', async () => {
    const cards = (state: Connection) =>
      HttpResponse.json(
        fabricList([
          fabric({ connection: state }),
          fabric({ name: 'other', title: 'Other', connection: state }),
        ]),
      );
    server.use(
      http.get(fabricsUrl, () => cards(connection()), { once: true }),
      http.get(fabricsUrl, () =>
        cards(connection({ status: 'reconnect_required' })),
      ),
      http.post(`${fabricsUrl}/analytics-dev/test`, () =>
        HttpResponse.json({
          ok: false,
          checks: [
            { id: 'identity', state: 'failed', message: 'It has ended.' },
          ],
        }),
      ),
    );
    renderWithBackend(<FabricCards />);
    const [test] = await screen.findAllByRole('button', { name: 'Test' });
    expect(screen.queryByRole('button', { name: 'Reconnect' })).toBeNull();

    await userEvent.click(test);
    await waitFor(() =>
      expect(screen.getAllByRole('button', { name: 'Reconnect' })).toHaveLength(
        2,
      ),
    );
    expect(screen.getByText('It has ended.')).toBeVisible();
  });

  it('says what the fabrics of the list warn of', async () => {
    const warnings = [
      { code: 'service_principal_missing', message: 'not in a list' },
      { code: 'schedules_cannot_run', message: 'not in a list' },
      { code: 'service_principal_secret_expires', message: 'not in a list' },
      { code: 'of_a_newer_backend', message: 'not in a list' },
    ];
    server.use(
      http.get(fabricsUrl, () =>
        HttpResponse.json(
          fabricList([
            fabric({
              servicePrincipal: {
                clientId: '1b2c',
                status: 'ready',
                secretExpiresAt: '2020-01-01',
              },
              warnings,
            }),
          ]),
        ),
      ),
    );
    renderWithBackend(<FabricCards />);

    const card = await screen.findByRole('group', { name: 'Analytics (dev)' });
    expect(card).toHaveTextContent('Analytics (dev) has no service principal');
    expect(card).toHaveTextContent('Schedules cannot run here');
    expect(card).toHaveTextContent(
      'The secret of the service principal ends on 2020-01-01',
    );
    expect(card).not.toHaveTextContent(/newer|not in a list/);
  });

  it('disconnects after saying what it affects, and what it does not do at Databricks', async () => {
    const disconnected: string[] = [];
    server.use(
      http.get(fabricsUrl, () =>
        HttpResponse.json(
          fabricList([
            fabric(
              disconnected.length > 0
                ? {}
                : {
                    connection: connection({
                      fabrics: ['analytics-dev', 'sandbox'],
                    }),
                  },
            ),
            fabric({ name: 'sandbox', title: 'Sandbox' }),
          ]),
        ),
      ),
      http.delete(
        `${backendUrl}/connections/:id`,
        ({ params }) => {
          disconnected.push(String(params.id));
          return answerWith(503, 'unavailable', 'The database is away.');
        },
        { once: true },
      ),
      http.delete(`${backendUrl}/connections/:id`, ({ params }) => {
        disconnected.push(String(params.id));
        return HttpResponse.json({ revoked: 'unsupported' });
      }),
    );
    renderWithBackend(<FabricCards />);
    const card = await screen.findByRole('group', { name: 'Analytics (dev)' });
    await userEvent.click(
      within(card).getByRole('button', { name: 'Disconnect' }),
    );

    const dialog = await screen.findByRole('dialog');
    expect(
      within(dialog)
        .getAllByRole('listitem')
        .map(item => item.textContent),
    ).toEqual(['Analytics (dev)', 'Sandbox']);
    expect(dialog).toHaveTextContent('no way to revoke tokens from here');
    expect(disconnected).toEqual([]);

    const confirm = within(dialog).getByRole('button', { name: 'Disconnect' });
    await userEvent.click(confirm);
    expect(await within(dialog).findByRole('alert')).toHaveTextContent(
      'The database is away.',
    );

    await userEvent.click(confirm);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(disconnected).toEqual(['c-1', 'c-1']);
    expect(await within(card).findByText('Not connected')).toBeVisible();
  });
});
