import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import {
  connection,
  editableFabric,
  fabric,
  failedTest,
  inDays,
  inWorkspace,
  localDate,
  servicePrincipalFabric,
} from '../__testUtils__/answers';
import { focusPortal, stubPopup } from '../__testUtils__/browser';
import { renderWithBackend } from '../__testUtils__/renderWithBackend';
import { startBackend } from '../__testUtils__/startBackend';
import { errorAnswer } from '../__testUtils__/startSettingsBackend';
import { EntityFabricCard } from './EntityFabricCard';
import { EntityFabricContent } from './EntityFabricContent';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const naming = (fabrics: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'pipeline',
    annotations: { 'databricks.com/fabric': fabrics },
  },
});
const isOther = {
  otherPerson: true,
  databricksUser: {
    id: '7',
    userName: 'g@x.test',
    displayName: 'Grace Hopper',
  },
};

describe('the card of an entity', () => {
  let backend: ReturnType<typeof startBackend>;
  const show = (
    fabrics: Fabric[],
    annotation = fabrics.map(it => it.name).join(),
  ) => {
    backend.fabrics = fabrics;
    return renderWithBackend(
      <EntityProvider entity={naming(annotation)}>
        <EntityFabricCard />
      </EntityProvider>,
    );
  };
  const card = (title = 'Analytics (dev)') =>
    screen.findByRole('region', { name: title });

  beforeEach(() => {
    backend = startBackend(server);
    backend.list = { admins: ['group:default/platform'] };
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it.each<[string, Fabric, RegExp]>([
    [
      'connected',
      fabric({ connection: connection() }),
      /YouAlice Exampleabout 6 days leftAutomationanalytics-etl$/,
    ],
    [
      'connected as another person',
      fabric({ connection: connection(isOther) }),
      /YouGrace Hopper, not youabout 6 days left/,
    ],
    [
      'about to end',
      fabric({
        connection: connection({
          status: 'expires_soon',
          signInExpiresAt: inDays(20 / 24),
        }),
      }),
      /YouAlice Exampleabout 20 hours leftReconnectAutomation/,
    ],
    [
      'ended',
      fabric({ connection: connection({ status: 'reconnect_required' }) }),
      /YouSign-in endedReconnectAutomation/,
    ],
    [
      'unreadable',
      fabric({ connection: connection({ status: 'unreadable' }) }),
      /YouCannot be readReconnectAutomation/,
    ],
    ['not connected', fabric(), /YouNot connectedConnectAutomation/],
    [
      'refused',
      fabric({
        connection: connection({ lastTest: { at: inDays(-1), ok: false } }),
      }),
      /YouRefusedWho to askAutomation/,
    ],
    [
      'tested in vain',
      fabric({
        connection: connection(),
        lastTest: { user: failedTest('compute') },
      }),
      /YouTest failedFixAutomationanalytics-etl$/,
    ],
    [
      'not set up',
      fabric({ appConnection: { name: '', title: '', ready: false } }),
      /YouNot set up yetWho to askAutomation/,
    ],
    [
      'without a sign-in',
      servicePrincipalFabric({
        name: 'analytics-dev',
        title: 'Analytics (dev)',
        servicePrincipal: { status: 'unchecked', clientId: 'x', name: 'etl' },
      }),
      /YouNo sign-in neededAutomationetlNot checked yet$/,
    ],
    [
      'rejected, for who may mend it',
      editableFabric({
        connection: connection(),
        servicePrincipal: { status: 'rejected', clientId: 'x', name: 'etl' },
      }),
      /AutomationRejected by DatabricksetlFix$/,
    ],
    [
      'rejected, for who may not',
      fabric({
        connection: connection(),
        servicePrincipal: { status: 'rejected', clientId: 'x', name: 'etl' },
      }),
      /AutomationRejected by Databricksetl$/,
    ],
    [
      'with a secret that has ended',
      fabric({
        connection: connection(),
        servicePrincipal: {
          status: 'ready',
          clientId: 'x',
          name: 'etl',
          secretExpiresAt: localDate(-3),
        },
        warnings: [{ code: 'service_principal_secret_expires', message: '' }],
      }),
      /AutomationSecret has endedetl$/,
    ],
    [
      'out of reach',
      fabric({
        connection: connection(),
        warnings: [{ code: 'databricks_unavailable', message: '' }],
      }),
      /Automationanalytics-etlDatabricks cannot be reached$/,
    ],
    [
      'nobody’s when the user is away',
      fabric({ connection: connection(), automationAs: 'user' }),
      /AutomationOnly as youSchedules cannot run: nobody is there to act as\.$/,
    ],
  ])('says who acts in a fabric that is %s', async (_, shown, text) => {
    show([shown]);
    const region = await card();
    expect(region).toHaveTextContent(text);
    expect(region).toHaveTextContent('Reports L · main.gold · Sales');
    expect(
      within(region).getByRole('link', { name: 'Analytics (dev)' }),
    ).toHaveAttribute('href', '/databricks/fabrics/analytics-dev');
    expect(
      within(region).getByRole('button', {
        name: 'More actions for Analytics (dev)',
      }),
    ).toBeEnabled();
  });

  it('waits for Databricks while the user signs in, and is green when they are done', async () => {
    const { popup } = stubPopup();
    show([fabric()]);
    await userEvent.click(
      within(await card()).getByRole('button', { name: /^Connect to Sales/ }),
    );
    await waitFor(() => expect(popup.location.replace).toHaveBeenCalled());
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(await card()).toHaveTextContent(/YouWaiting \.\.\.Cancel/);
    backend.connect('sales', connection());
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await waitFor(async () =>
      expect(await card()).toHaveTextContent('YouAlice Example'),
    );
  });

  it('signs in for a Prophecy fabric by its own name, whose redirect URL is another', async () => {
    stubPopup();
    show([fabric({ type: 'prophecy' })]);
    await userEvent.click(
      within(await card()).getByRole('button', { name: /^Connect to Sales/ }),
    );
    await waitFor(() =>
      expect(backend.bodies).toEqual([
        { fabric: 'analytics-dev', display: 'popup', returnTo: '/' },
      ]),
    );
  });

  it('leads from a failed test to its lines, and from what is to be mended to all of the page', async () => {
    show([
      fabric({
        connection: connection(),
        lastTest: { user: failedTest('compute') },
      }),
      editableFabric({
        name: 'etl',
        title: 'ETL',
        connection: connection(),
        lastTest: { servicePrincipal: failedTest('compute') },
      }),
      editableFabric({
        name: 'close',
        title: 'Close',
        connection: connection(),
        servicePrincipal: { status: 'rejected', clientId: 'x' },
      }),
    ]);
    await card();
    expect(
      screen
        .getAllByRole('link', { name: /^Fix/ })
        .map(it => it.getAttribute('href')),
    ).toEqual([
      '/databricks/fabrics/analytics-dev#last-test',
      '/databricks/fabrics/etl#last-test',
      '/databricks/fabrics/close',
    ]);
  });

  it('has lines for each fabric that the entity names, in its order, whether there is one or not', async () => {
    const { container } = show(
      [
        fabric({ connection: connection() }),
        fabric({ name: 'close', title: 'Close', ...inWorkspace('Finance') }),
      ],
      'close, not-yours, analytics-dev',
    );
    await card('Close');
    const [only, ...others] = container.querySelectorAll('.bui-Card');
    expect(others).toEqual([]);
    expect(only).toHaveTextContent(
      /^Close SQL.*There is no such fabric, or it is not yours\. Ask the owner of this entity\.Analytics \(dev\) SQL/,
    );
    expect(backend.calls).toEqual(['GET /fabrics']);
  });

  it('says in its place what failed, and while the portal is paused', async () => {
    let isDown = true;
    backend.answer = () =>
      isDown ? errorAnswer(503, 'unavailable', 'Away.') : undefined;
    backend.list = { paused: { since: inDays(-1), by: 'user:default/bob' } };
    show([fabric()]);
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The fabric could not be loaded.',
    );
    isDown = false;
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await card()).toBeVisible();
    expect(screen.getByText(/^The portal has paused/)).toBeVisible();
  });

  it('is a page of its own in a tab, without where one is and who uses it', async () => {
    backend.fabrics = [fabric({ connection: connection() })];
    renderWithBackend(
      <EntityProvider entity={naming('analytics-dev')}>
        <EntityFabricContent />
      </EntityProvider>,
      { entities: [naming('analytics-dev')] },
    );
    expect(
      await screen.findByRole('region', { name: /^Who acts here/ }),
    ).toBeVisible();
    expect(screen.queryByRole('navigation')).toBeNull();
    expect(screen.queryByRole('region', { name: /^Used by/ })).toBeNull();
  });

  it('opens in a tab the form of the one fabric of several that is to be changed', async () => {
    backend.fabrics = ['Orders', 'Close'].map(title =>
      editableFabric({ name: title.toLowerCase(), title }),
    );
    const page = renderWithBackend(
      <EntityProvider entity={naming('orders, close')}>
        <EntityFabricContent />
      </EntityProvider>,
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'More actions for Close' }),
    );
    await userEvent.click(
      screen.getByRole('menuitem', { name: 'Edit fabric' }),
    );
    expect(await screen.findByRole('textbox', { name: /^Title/ })).toHaveValue(
      'Close',
    );
    expect(screen.getAllByRole('dialog')).toHaveLength(1);
    expect(page.address()).toBe('/?edit=fabric%3Aclose');
  });
});
