import { PendingSignIn, PendingSignIns } from './PendingSignIns';

const key = 'databricks.sign-ins.user:default/ada';

function signIn(changes: Partial<PendingSignIn> = {}): PendingSignIn {
  return {
    id: 's-1',
    display: 'popup',
    expiresAt: Date.now() + 600_000,
    registration: { clientId: '9d1e', redirectUrl: 'https://portal/callback' },
    ...changes,
  };
}

/** What the browser tells a tab when another one has changed its storage. */
function announce(changed: string | null) {
  window.dispatchEvent(new StorageEvent('storage', { key: changed }));
}

describe('PendingSignIns', () => {
  afterEach(() => {
    jest.restoreAllMocks();
    window.localStorage.clear();
    window.sessionStorage.clear();
  });

  it('keeps them by issuer and by user, and leaves nothing behind', () => {
    const ofAda = new PendingSignIns('user:default/ada');
    const ofBob = new PendingSignIns('user:default/bob');
    const sales = signIn();
    const finance = signIn({ id: 's-2', display: 'page' });
    ofAda.save('sales', sales);
    ofAda.save('finance', finance);
    expect(ofAda.read()).toEqual({ sales, finance });
    expect(new PendingSignIns('user:default/ada').read()).toEqual({
      sales,
      finance,
    });
    expect(ofBob.read()).toEqual({});

    ofBob.remove('sales');
    ofAda.remove('sales');
    expect(ofAda.read()).toEqual({ finance });
    ofAda.remove('finance');
    expect(window.localStorage).toHaveLength(0);
  });

  it('keeps those of one tab apart', () => {
    const ofTab = new PendingSignIns('user:default/ada', 'sessionStorage');
    const ofAllTabs = new PendingSignIns('user:default/ada');
    ofTab.save('sales', signIn());
    expect(ofAllTabs.read()).toEqual({});
    ofAllTabs.save('sales', signIn({ id: 's-2' }));
    ofAllTabs.remove('sales');
    expect(ofTab.read()).toMatchObject({ sales: { id: 's-1' } });
    ofTab.remove('sales');
    expect(window.sessionStorage).toHaveLength(0);
  });

  it('forgets what has expired, and drops it when it writes', () => {
    const pending = new PendingSignIns('user:default/ada');
    pending.save('sales', signIn({ expiresAt: Date.now() - 1 }));
    expect(pending.read()).toEqual({});
    pending.save('finance', signIn({ id: 's-2' }));
    expect(Object.keys(JSON.parse(localStorage.getItem(key) ?? ''))).toEqual([
      'finance',
    ]);
  });

  it.each([
    ['no JSON', '{'],
    ['another shape', '{"sales":{"id":1}}'],
    ['nothing at all', 'null'],
  ])('takes storage with %s for empty, and writes over it', (_, stored) => {
    const pending = new PendingSignIns('user:default/ada');
    localStorage.setItem(key, stored);
    expect(pending.read()).toEqual({});
    pending.save('sales', signIn());
    expect(Object.keys(pending.read())).toEqual(['sales']);
  });

  it('works in this tab alone where the browser keeps nothing', () => {
    const full = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    jest.spyOn(Storage.prototype, 'setItem').mockImplementation(full);
    const pending = new PendingSignIns('user:default/ada');
    const sales = signIn();
    pending.save('sales', sales);
    expect(pending.read()).toEqual({ sales });
    expect(new PendingSignIns('user:default/ada').read()).toEqual({});
    pending.remove('sales');
    expect(pending.read()).toEqual({});
  });

  it('tells of what other tabs change for this user, until nobody listens', () => {
    const changed = jest.fn();
    const stop = new PendingSignIns('user:default/ada').watch(changed);
    announce('databricks.sign-ins.user:default/bob');
    expect(changed).not.toHaveBeenCalled();
    announce(key);
    // All of the storage was cleared
    announce(null);
    expect(changed).toHaveBeenCalledTimes(2);
    stop();
    announce(key);
    expect(changed).toHaveBeenCalledTimes(2);
  });
});
