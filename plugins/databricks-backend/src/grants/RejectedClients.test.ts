import { appConnectionOf } from './__testUtils__/appConnectionOf';
import { GrantHolder } from './Grant';
import { RejectedClients } from './RejectedClients';
import { REJECTED_PAUSE_MS, RefreshFailure } from './refreshFailure';

const failure: RefreshFailure = { code: 'app_connection_rejected' };

describe('A client that Databricks rejected', () => {
  let now: number;
  let clients: RejectedClients;
  const holder = (owner: string): GrantHolder => ({
    kind: 'user',
    owner,
    workspaceUrl: 'https://adb-1.7.azuredatabricks.net',
    appConnection: appConnectionOf(),
  });
  const [alice, bob] = [holder('alice'), holder('bob')];

  beforeEach(() => {
    now = 1_000;
    clients = new RejectedClients(() => now);
    clients.add(alice, failure);
  });

  it('is left alone for a minute by all its grants', () => {
    now += REJECTED_PAUSE_MS - 5_000;
    expect(clients.pause(bob)).toMatchObject({
      code: 'app_connection_rejected',
      retryInMs: 5_000,
      paused: true,
    });
    now += 5_000;
    expect(clients.pause(bob)).toBeUndefined();
  });

  it('is then tried by whoever calls, and not used up by those who only look', () => {
    now += REJECTED_PAUSE_MS;
    expect(clients.pause(bob)).toBeUndefined();
    expect(clients.pause(alice)).toBeUndefined();
    expect(clients.begin(alice)).toBeUndefined();
    expect(clients.begin(bob)).toMatchObject({ paused: true });
    expect(clients.pause(bob)).toMatchObject({ paused: true });
  });

  it('may be tried again at once where the trial told nothing, and in a minute where it was rejected', () => {
    now += REJECTED_PAUSE_MS;
    clients.begin(alice);
    clients.end(alice);
    expect(clients.begin(bob)).toBeUndefined();
    clients.end(bob);
    clients.add(bob, failure);
    expect(clients.pause(alice)).toMatchObject({
      retryInMs: REJECTED_PAUSE_MS,
    });
  });

  it('is like any other when it was accepted', () => {
    now += REJECTED_PAUSE_MS;
    clients.begin(alice);
    clients.end(alice);
    clients.remove(alice);
    expect(clients.begin(alice)).toBeUndefined();
    expect(clients.begin(bob)).toBeUndefined();
  });

  it('is no other, whose end tells nothing', () => {
    const other = {
      ...bob,
      workspaceUrl: 'https://adb-2.7.azuredatabricks.net',
    };
    clients.end(other);
    expect(clients.begin(other)).toBeUndefined();
    expect(clients.pause(alice)).toBeDefined();
  });

  it('waits by the clock of the process where no other is given', () => {
    const own = new RejectedClients();
    own.add(alice, failure);
    const { retryInMs = 0 } = own.pause(alice) ?? {};
    expect(retryInMs).toBeGreaterThan(REJECTED_PAUSE_MS / 2);
    expect(retryInMs).toBeLessThanOrEqual(REJECTED_PAUSE_MS);
  });
});
