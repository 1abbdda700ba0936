import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { waitFor } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { connection, issuer } from '../__testUtils__/answers';
import {
  authorizationUrl,
  backendUrl,
  databricksClient,
  errorAnswer,
  startBackend,
} from '../__testUtils__/startBackend';
import { focusPortal, stubPopup } from '../__testUtils__/stubPopup';
import { DatabricksStore } from '../store/DatabricksStore';
import { PendingSignIns } from './PendingSignIns';

const server = setupServer();
registerMswTestHooks(server);

const user = 'user:default/ada';
const registration = {
  clientId: '9d1e',
  redirectUrl: 'http://backend.test/api/databricks/oauthredirect',
};
/** A connection of somebody at Databricks. */
const as = (userName: string, replacedUserName?: string) =>
  connection({ databricksUser: { id: userName, userName }, replacedUserName });
/** What is kept of a sign-in that was begun before the page was loaded, in another tab or in this one. */
const keep = (
  tab: 'this' | 'other',
  changes: { id?: string; display?: 'popup' | 'page'; before?: string } = {},
) => {
  const signIn = {
    id: 's-7',
    display: 'page' as const,
    expiresAt: Date.now() + 600_000,
    registration,
    ...changes,
  };
  new PendingSignIns(user).save('sales', signIn);
  if (tab === 'this') {
    new PendingSignIns(user, 'sessionStorage').save('sales', signIn);
  }
};

describe('SignIns', () => {
  const stops: (() => void)[] = [];
  let backend: ReturnType<typeof startBackend>;

  /** A page of the portal that shows fabrics and sign-ins. */
  async function openPage(options: { backendBaseUrl?: string } = {}) {
    const store = new DatabricksStore({
      api: databricksClient(),
      userEntityRef: async () => user,
      backendUrl: async () => backendUrl,
      ...options,
    });
    const { signIns } = store;
    const look = () => {
      const leave = [
        store.list.subscribe(() => {}),
        signIns.subscribe(() => {}),
        signIns.addHost('page'),
      ];
      stops.push(...leave);
      return () => leave.forEach(stop => stop());
    };
    const leave = look();
    await waitFor(() => expect(store.list.getSnapshot().status).toBe('loaded'));
    return {
      signIns,
      store,
      state: () => signIns.getSnapshot().byIssuer.sales,
      dialog: () => signIns.getSnapshot().dialog,
      connect: () =>
        signIns.connect({ issuer: store.issuer('sales') ?? issuer() }),
      leave,
      look,
    };
  }

  const connectedNow = (...names: Parameters<typeof as>) => {
    backend.list.issuers = [issuer({ connection: as(...names) })];
    backend.signIn = { status: 'succeeded' };
  };
  const cancelled = (id: string) =>
    backend.calls.filter(call => call === `DELETE /sign-ins/${id}`).length;

  beforeEach(() => {
    backend = startBackend(server);
  });
  afterEach(() => {
    stops.splice(0).forEach(stop => stop());
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('opens the window in the click, follows the sign-in, and fetches what it has changed', async () => {
    const { popup, open } = stubPopup();
    const page = await openPage();
    page.connect();
    expect(open).toHaveBeenCalledTimes(1);
    expect(page.state()).toEqual({ status: 'starting' });
    expect(page.dialog()).toMatchObject({ issuer: 'sales', step: 'signIn' });

    await waitFor(() =>
      expect(page.state()).toEqual({
        status: 'waiting',
        window: 'open',
        registration,
      }),
    );
    expect(popup.location.replace).toHaveBeenCalledWith(authorizationUrl);
    expect(backend.bodies).toEqual([
      { issuer: 'sales', display: 'popup', returnTo: '/' },
    ]);
    expect(Object.keys(new PendingSignIns(user).read())).toEqual(['sales']);
    expect(sessionStorage).toHaveLength(1);
    page.signIns.showWindow('sales');
    expect(popup.focus).toHaveBeenCalledTimes(1);

    connectedNow('ada@example.com');
    focusPortal();
    await waitFor(() => expect(page.state()).toBeUndefined());
    expect(page.dialog()).toBeUndefined();
    expect(page.signIns.getSnapshot().succeeded).toEqual({
      id: 's-1',
      issuer: 'sales',
    });
    expect(page.store.issuer('sales')?.connection?.status).toBe('connected');
    expect(popup.close).toHaveBeenCalled();
    expect(localStorage).toHaveLength(0);
    expect(sessionStorage).toHaveLength(0);
  });

  it('names the fabric where its redirect URL is its own', async () => {
    stubPopup();
    const page = await openPage();
    page.signIns.connect({ issuer: issuer(), fabric: 'nightly' });
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    expect(backend.bodies).toEqual([
      { fabric: 'nightly', display: 'popup', returnTo: '/' },
    ]);
  });

  it('goes on in this tab where the browser blocks the window', async () => {
    const open = jest.spyOn(window, 'open').mockReturnValue(null);
    const page = await openPage();
    page.connect();
    expect(page.state()).toEqual({ status: 'blocked' });
    expect(backend.calls).not.toContain('POST /sign-ins');

    page.signIns.connectInThisTab({ issuer: issuer() });
    await waitFor(() =>
      expect(open).toHaveBeenLastCalledWith(authorizationUrl, '_self'),
    );
    expect(backend.bodies).toEqual([
      { issuer: 'sales', display: 'page', returnTo: '/' },
    ]);
  });

  it('says why it could not be started, closes the window, and forgets that with the dialog', async () => {
    const { popup } = stubPopup();
    backend.answer = call =>
      call === 'POST /sign-ins'
        ? errorAnswer(503, 'not_configured', 'There is no client secret.')
        : undefined;
    const page = await openPage();
    page.connect();
    await waitFor(() =>
      expect(page.state()).toEqual({
        status: 'failed',
        problem: {
          code: 'not_configured',
          message: 'There is no client secret.',
        },
      }),
    );
    expect(popup.close).toHaveBeenCalled();
    page.signIns.closeDialog();
    expect(page.state()).toBeUndefined();
    expect(page.dialog()).toBeUndefined();
  });

  it('opens no window at an address from which no sign-in can come back', async () => {
    const { open } = stubPopup();
    const page = await openPage({ backendBaseUrl: 'http://127.0.0.1:7007' });
    page.connect();
    expect(page.state()).toMatchObject({
      status: 'failed',
      problem: {
        code: 'foreign_address',
        values: { here: 'http://localhost', backend: 'http://127.0.0.1:7007' },
      },
    });
    expect(open).not.toHaveBeenCalled();
    expect(backend.calls).not.toContain('POST /sign-ins');
  });

  it('gives a sign-in up at the server that is cancelled while it starts', async () => {
    const { popup } = stubPopup();
    const page = await openPage();
    page.connect();
    page.signIns.cancel('sales');
    expect(page.state()).toBeUndefined();
    expect(page.dialog()).toBeUndefined();
    expect(popup.close).toHaveBeenCalled();
    await waitFor(() => expect(cancelled('s-1')).toBe(1));
    expect(popup.location.replace).not.toHaveBeenCalled();
    expect(page.state()).toBeUndefined();
    expect(localStorage).toHaveLength(0);
  });

  it('gives one up that waits: here, at the server and in storage', async () => {
    const { popup } = stubPopup();
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    page.signIns.closeDialog();
    expect(page.state()?.status).toBe('waiting');
    page.signIns.cancel('sales');
    expect(page.state()).toBeUndefined();
    expect(popup.close).toHaveBeenCalled();
    expect(localStorage).toHaveLength(0);
    await waitFor(() => expect(cancelled('s-1')).toBe(1));
  });

  it('gives the first attempt up when a second one is begun', async () => {
    stubPopup();
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    const second = stubPopup();
    page.connect();
    await waitFor(() => expect(cancelled('s-1')).toBe(1));
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    expect(new PendingSignIns(user).read().sales.id).toBe('s-2');
    expect(second.popup.location.replace).toHaveBeenCalledTimes(1);
  });

  it.each(['denied', 'failed', 'expired'] as const)(
    'says that a sign-in was %s, and nothing of it stays',
    async status => {
      stubPopup();
      const page = await openPage();
      page.connect();
      await waitFor(() => expect(page.state()?.status).toBe('waiting'));
      const error = { code: 'access_denied', message: 'It was declined.' };
      backend.signIn = { status, error };
      focusPortal();
      await waitFor(() =>
        expect(page.state()).toEqual({ status, problem: error }),
      );
      expect(localStorage).toHaveLength(0);
      expect(page.signIns.getSnapshot().succeeded).toBeUndefined();
      expect(page.dialog()).toMatchObject({ issuer: 'sales' });
    },
  );

  it.each(['denied', 'failed'] as const)(
    'opens the dialog again with a sign-in that was %s',
    async status => {
      stubPopup();
      const page = await openPage();
      page.connect();
      await waitFor(() => expect(page.state()?.status).toBe('waiting'));
      page.signIns.closeDialog();
      backend.signIn = { status };
      focusPortal();
      await waitFor(() => expect(page.state()).toEqual({ status }));
      expect(page.dialog()).toEqual({
        issuer: 'sales',
        intent: 'connect',
        step: 'signIn',
        of: issuer(),
      });
    },
  );

  it.each([
    ['another dialog is open', 'denied', 'finance'],
    ['nobody waits for it any more', 'expired', undefined],
  ] as const)(
    'says nothing of a failure where %s',
    async (_, status, other) => {
      stubPopup();
      const page = await openPage();
      page.connect();
      await waitFor(() => expect(page.state()?.status).toBe('waiting'));
      page.signIns.closeDialog();
      if (other) {
        page.signIns.openDialog({
          issuer: other,
          intent: 'connect',
          step: 'ready',
        });
      }
      backend.signIn = { status };
      focusPortal();
      await waitFor(() => expect(page.state()).toBeUndefined());
      expect(page.dialog()?.issuer).toBe(other);
    },
  );

  it('says so when the user is somebody else than before, and not again when they reconnect', async () => {
    stubPopup();
    backend.list.issuers = [issuer({ connection: as('ada@example.com') })];
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    page.signIns.closeDialog();
    connectedNow('grace@example.com', 'ada@example.com');
    focusPortal();
    await waitFor(() =>
      expect(page.state()).toEqual({
        status: 'otherAccount',
        before: 'ada@example.com',
      }),
    );
    expect(page.dialog()).toMatchObject({ issuer: 'sales', step: 'signIn' });
    page.signIns.closeDialog();
    expect(page.state()).toBeUndefined();

    backend.signIn = { status: 'pending' };
    stubPopup();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    connectedNow('grace@example.com');
    focusPortal();
    await waitFor(() => expect(page.state()).toBeUndefined());
    expect(page.signIns.getSnapshot().succeeded?.id).toBe('s-2');
  });

  it('tells who the user is now when they come back from another page of the portal', async () => {
    stubPopup();
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    page.signIns.closeDialog();
    page.leave();
    connectedNow('grace@example.com', 'ada@example.com');
    focusPortal();
    await waitFor(() => expect(backend.calls).toContain('GET /sign-ins/s-1'));
    // A short look, and a longer one
    page.look()();
    page.look();
    await waitFor(() =>
      expect(page.state()).toEqual({
        status: 'otherAccount',
        before: 'ada@example.com',
      }),
    );
    expect(page.dialog()).toMatchObject({ issuer: 'sales' });
    // It had ended once, which is not asked again
    expect(
      backend.calls.filter(call => call === 'GET /sign-ins/s-1'),
    ).toHaveLength(1);
  });

  it('tells after the page was loaded again how a sign-in ended that it had begun', async () => {
    stubPopup();
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    page.signIns.closeDialog();
    page.leave();
    backend.signIn = { status: 'denied' };
    const loadedAgain = await openPage();
    await waitFor(() =>
      expect(loadedAgain.state()).toEqual({ status: 'denied' }),
    );
    expect(loadedAgain.dialog()).toMatchObject({ issuer: 'sales' });
  });

  it('closes the window of one in whose place another tab has begun one', async () => {
    const { popup } = stubPopup();
    let start = () => {};
    const started = new Promise<undefined>(resolve => {
      start = () => resolve(undefined);
    });
    backend.answer = call =>
      call === 'POST /sign-ins' ? (started as never) : undefined;
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(backend.calls).toContain('POST /sign-ins'));
    keep('other', { id: 's-9' });
    window.dispatchEvent(
      new StorageEvent('storage', { key: `databricks.sign-ins.${user}` }),
    );
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    start();
    await waitFor(() => expect(cancelled('s-1')).toBe(1));
    expect(popup.close).toHaveBeenCalled();
    expect(popup.location.replace).not.toHaveBeenCalled();
  });

  it('names who was connected before as people read it, also after the page was loaded again', async () => {
    keep('this', { before: 'Ada Lovelace' });
    connectedNow('grace@example.com', 'ada@example.com');
    const page = await openPage();
    await waitFor(() =>
      expect(page.state()).toEqual({
        status: 'otherAccount',
        before: 'Ada Lovelace',
      }),
    );
    expect(page.dialog()).toMatchObject({ issuer: 'sales', step: 'signIn' });
  });

  it('is taken up after the page was loaded again, and ends here with the words of a success', async () => {
    keep('this');
    connectedNow('ada@example.com');
    const page = await openPage();
    await waitFor(() =>
      expect(page.signIns.getSnapshot().succeeded).toEqual({
        id: 's-7',
        issuer: 'sales',
      }),
    );
    expect(page.state()).toBeUndefined();
    expect(localStorage).toHaveLength(0);
    expect(sessionStorage).toHaveLength(0);
  });

  it.each([
    ['with a window', 'popup', () => {}],
    ['in this tab', 'page', () => {}],
    [
      'in this tab, and was seen to end in another one',
      'page',
      () => window.localStorage.clear(),
    ],
  ] as const)(
    'opens the dialog with the failure of a sign-in that was begun %s before the page was loaded again',
    async (_, display, meanwhile) => {
      keep('this', { display });
      meanwhile();
      backend.signIn = { status: 'denied' };
      const page = await openPage();
      await waitFor(() => expect(page.state()?.status).toBe('denied'));
      expect(page.dialog()).toEqual({
        issuer: 'sales',
        intent: 'connect',
        step: 'signIn',
      });
      expect(sessionStorage).toHaveLength(0);
    },
  );

  it.each(['denied', 'succeeded'] as const)(
    'says nothing in the other tabs of one that has %s',
    async status => {
      keep('other');
      connectedNow('grace@example.com', 'ada@example.com');
      backend.signIn = { status };
      const page = await openPage();
      await waitFor(() => expect(localStorage).toHaveLength(0));
      await waitFor(() => expect(page.state()).toBeUndefined());
      expect(page.dialog()).toBeUndefined();
      expect(page.signIns.getSnapshot().succeeded).toBeUndefined();
    },
  );

  it('shows what another tab begins, and ends with it when it is given up there', async () => {
    const page = await openPage();
    const otherTab = new PendingSignIns(user);
    const change = () =>
      window.dispatchEvent(
        new StorageEvent('storage', { key: `databricks.sign-ins.${user}` }),
      );
    keep('other', { id: 's-9', display: 'popup' });
    change();
    await waitFor(() =>
      expect(page.state()).toEqual({
        status: 'waiting',
        window: 'none',
        registration,
      }),
    );
    const asked = backend.calls.filter(it => it === 'GET /fabrics').length;
    otherTab.remove('sales');
    change();
    expect(page.state()).toBeUndefined();
    // It may have succeeded there
    await waitFor(() =>
      expect(
        backend.calls.filter(it => it === 'GET /fabrics').length,
      ).toBeGreaterThan(asked),
    );
    expect(page.signIns.getSnapshot().succeeded).toBeUndefined();
    expect(cancelled('s-9')).toBe(0);
  });

  it('is watched on while its user goes to another page of the portal', async () => {
    stubPopup();
    const page = await openPage();
    page.connect();
    await waitFor(() => expect(page.state()?.status).toBe('waiting'));
    page.leave();
    backend.signIn = { status: 'denied' };
    focusPortal();
    await waitFor(() => expect(page.state()?.status).toBe('denied'));
  });

  it('lets the first of several places draw the dialog, and the next one when that leaves', async () => {
    const { signIns } = await openPage();
    const leaveSecond = signIns.addHost('second');
    expect(signIns.getSnapshot().host).toBe('page');
    const leaveThird = signIns.addHost('third');
    leaveSecond();
    expect(signIns.getSnapshot().host).toBe('page');
    stops.pop()?.();
    expect(signIns.getSnapshot().host).toBe('third');
    leaveThird();
    expect(signIns.getSnapshot().host).toBeUndefined();
  });
});
