import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import {
  connection,
  fabricList,
  fabricRow,
  issuer,
} from './__testUtils__/answers';
import { renderWithBackend } from './__testUtils__/renderWithBackend';
import { errorAnswer, startBackend } from './__testUtils__/startBackend';
import { focusPortal, stubPopup } from './__testUtils__/stubPopup';
import { DatabricksConnectDialog } from './connect/DatabricksConnectDialog';
import { useDatabricksConnection } from './useDatabricksConnection';

const server = setupServer();
registerMswTestHooks(server);

/** What another plugin makes of the hook. */
function Widget(props: { fabric: string }) {
  const { state, connect, show, refresh } = useDatabricksConnection(props);
  const facts = {
    admins: 'admins' in state ? state.admins : undefined,
    issuer: 'issuer' in state ? state.issuer?.title : undefined,
    problem: 'problem' in state ? state.problem.code : undefined,
  };
  return (
    <section aria-label={props.fabric}>
      <output>{state.status}</output>
      <code>{JSON.stringify(facts)}</code>
      <button type="button" onClick={connect}>
        Go {props.fabric}
      </button>
      <button type="button" onClick={show}>
        Show {props.fabric}
      </button>
      <button type="button" onClick={refresh}>
        Again {props.fabric}
      </button>
    </section>
  );
}

describe('useDatabricksConnection', () => {
  let backend: ReturnType<typeof startBackend>;
  const status = (fabric: string) =>
    screen.getByLabelText(fabric).querySelector('output')?.textContent;
  const becomes = (fabric: string, expected: string) =>
    waitFor(() => expect(status(fabric)).toBe(expected));
  const press = (name: string) =>
    userEvent.click(screen.getByRole('button', { name }));

  beforeEach(() => {
    backend = startBackend(server);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('tells two fabrics of one sign-in the same, by one question, from the first look to the end', async () => {
    stubPopup();
    renderWithBackend(
      <>
        <Widget fabric="campaigns" />
        <Widget fabric="leads" />
        <DatabricksConnectDialog />
      </>,
    );
    expect(status('campaigns')).toBe('loading');
    await becomes('campaigns', 'not_connected');
    await becomes('leads', 'not_connected');
    expect(backend.calls).toEqual(['GET /fabrics']);

    await press('Go campaigns');
    await becomes('leads', 'waiting');
    expect(backend.bodies).toEqual([
      { fabric: 'campaigns', display: 'popup', returnTo: '/' },
    ]);
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    await press('Show leads');
    expect(await screen.findByRole('dialog')).toBeVisible();

    backend.list.issuers = [issuer({ connection: connection() })];
    backend.signIn = { status: 'succeeded' };
    focusPortal();
    await becomes('campaigns', 'connected');
    await becomes('leads', 'connected');

    backend.list.issuers = [
      issuer({ connection: connection({ status: 'reconnect_required' }) }),
    ];
    await press('Again leads');
    await becomes('campaigns', 'reconnect_required');
  });

  it('knows fabrics without a sign-in, foreign ones and places where nobody can connect', async () => {
    backend.list = fabricList({
      items: [
        fabricRow({ name: 'own', signInNeeded: false, issuer: undefined }),
        fabricRow({ name: 'unset' }),
      ],
      issuers: [issuer({ appConnection: undefined })],
    });
    renderWithBackend(
      <>
        <Widget fabric="own" />
        <Widget fabric="unset" />
        <Widget fabric="foreign" />
      </>,
    );
    await becomes('own', 'connected');
    await becomes('unset', 'unavailable');
    await becomes('foreign', 'unavailable');
    expect(screen.getByRole('region', { name: 'foreign' })).toHaveTextContent(
      '{"admins":["group:default/platform"]}',
    );
    const { calls } = backend;
    await press('Go foreign');
    await press('Show foreign');
    expect(calls).toEqual(['GET /fabrics']);
  });

  it('is unreachable until asking again works, and unavailable to whom the portal refuses', async () => {
    let answer: Response | undefined = errorAnswer(503, 'unavailable', 'Away.');
    backend.answer = () => answer;
    renderWithBackend(<Widget fabric="campaigns" />);
    await becomes('campaigns', 'unreachable');
    expect(screen.getByText('{"problem":"unavailable"}')).toBeVisible();
    answer = undefined;
    await press('Again campaigns');
    await becomes('campaigns', 'not_connected');
    answer = errorAnswer(403, 'not_allowed', 'No.');
    await press('Again campaigns');
    await becomes('campaigns', 'unavailable');
  });
});
