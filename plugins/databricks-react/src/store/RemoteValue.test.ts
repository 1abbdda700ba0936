import { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
import type { SignalApi } from '@backstage/plugin-signals-react';
import { RemoteValue } from './RemoteValue';

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);
const comeBack = () => window.dispatchEvent(new Event('focus'));

function refusal(code: 'not_allowed' | 'not_found' | 'unavailable') {
  return new DatabricksError({ code, message: `It is ${code}.`, status: 0 });
}

/** Signals of the backend, which a test sends. */
function signals() {
  const listeners = new Set<() => void>();
  const signalApi: SignalApi = {
    subscribe: (channel, onMessage) => {
      expect(channel).toBe('databricks');
      const listener = () => onMessage({} as never);
      listeners.add(listener);
      return { unsubscribe: () => listeners.delete(listener) };
    },
  };
  return { signalApi, listeners, send: () => listeners.forEach(it => it()) };
}

/** A value that counts how often it was asked for. */
function counted(
  options: Partial<ConstructorParameters<typeof RemoteValue<number>>[0]> = {},
) {
  const asked: AbortSignal[] = [];
  const value = new RemoteValue<number>({
    load: async signal => {
      asked.push(signal);
      return asked.length;
    },
    ...options,
  });
  return { asked, value };
}

describe('RemoteValue', () => {
  const stops: (() => void)[] = [];
  const look = <T>(value: RemoteValue<T>, seen: () => void = () => {}) => {
    const stop = value.subscribe(seen);
    stops.push(stop);
    return stop;
  };

  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    stops.splice(0).forEach(stop => stop());
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  it('is asked for once, however many look, and shows the same to all', async () => {
    const { asked, value } = counted();
    const [first, second] = [jest.fn(), jest.fn()];
    expect(asked).toHaveLength(0);
    look(value, first);
    look(value, second);
    expect(value.getSnapshot()).toEqual({ status: 'loading' });
    await pass(0);
    expect(asked).toHaveLength(1);
    expect(value.getSnapshot()).toMatchObject({ status: 'loaded', value: 1 });
    expect(first).toHaveBeenCalledTimes(1);
    expect(second).toHaveBeenCalledTimes(1);
  });

  it('is asked for again when the portal gets the focus, but not for each glance', async () => {
    const { asked, value } = counted();
    look(value);
    await pass(1_000);
    comeBack();
    await pass(0);
    expect(asked).toHaveLength(1);
    await pass(2_000);
    comeBack();
    comeBack();
    await pass(0);
    expect(asked).toHaveLength(2);

    jest.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await pass(10_000);
    comeBack();
    await pass(0);
    expect(asked).toHaveLength(2);
  });

  it('takes many signals for one question, at most one a second', async () => {
    const { signalApi, send } = signals();
    const { asked, value } = counted({ signalApi });
    look(value);
    await pass(5_000);
    send();
    await pass(0);
    expect(asked).toHaveLength(2);
    send();
    send();
    await pass(500);
    send();
    await pass(400);
    expect(asked).toHaveLength(2);
    await pass(200);
    expect(asked).toHaveLength(3);
    await pass(60_000);
    expect(asked).toHaveLength(3);
  });

  it('is asked for every minute while something changes soon', async () => {
    let soon = true;
    const { asked, value } = counted({ changesSoon: () => soon });
    look(value);
    await pass(60_000);
    expect(asked).toHaveLength(2);
    await pass(60_000);
    expect(asked).toHaveLength(3);
    soon = false;
    await pass(300_000);
    expect(asked).toHaveLength(3);
  });

  it('is not asked for while nobody looks, and at once when somebody does again', async () => {
    const { signalApi, send, listeners } = signals();
    const { asked, value } = counted({ signalApi, changesSoon: () => true });
    const stop = look(value);
    await pass(0);
    stop();
    expect(listeners.size).toBe(0);
    await pass(120_000);
    send();
    comeBack();
    await value.refetch();
    expect(asked).toHaveLength(1);

    look(value);
    expect(value.getSnapshot()).toMatchObject({ status: 'loaded', value: 1 });
    await pass(0);
    expect(value.getSnapshot()).toMatchObject({ status: 'loaded', value: 2 });
  });

  it('keeps what is known when asking again fails, and says so until it works', async () => {
    const answers: (() => number)[] = [
      () => 1,
      () => {
        throw refusal('unavailable');
      },
      () => 3,
    ];
    const value = new RemoteValue({ load: async () => answers.shift()?.() });
    look(value);
    await pass(0);
    await value.refetch();
    expect(value.getSnapshot()).toMatchObject({
      status: 'loaded',
      value: 1,
      problem: { code: 'unavailable', message: 'It is unavailable.' },
    });
    await value.refetch();
    expect(value.getSnapshot()).toEqual({
      status: 'loaded',
      value: 3,
      fetchedAt: Date.now(),
    });
  });

  it('shows what is not this user’s any more as forbidden or not found, not as it was', async () => {
    const answers = [1, refusal('not_allowed'), 2, refusal('not_found')];
    const value = new RemoteValue({
      load: async () => {
        const answer = answers.shift();
        if (answer instanceof Error) {
          throw answer;
        }
        return answer;
      },
    });
    look(value);
    await pass(0);
    await value.refetch();
    expect(value.getSnapshot()).toMatchObject({ status: 'forbidden' });
    await value.refetch();
    expect(value.getSnapshot()).toMatchObject({ status: 'loaded', value: 2 });
    await value.refetch();
    expect(value.getSnapshot()).toMatchObject({ status: 'notFound' });
  });

  it('is in error where nothing is known, without what a stranger threw, and begins anew', async () => {
    let broken = true;
    const value = new RemoteValue({
      load: async () => {
        if (broken) {
          throw new Error('password=hunter2');
        }
        return 'there';
      },
    });
    const seen: string[] = [];
    look(value, () => seen.push(value.getSnapshot().status));
    await pass(0);
    expect(value.getSnapshot()).toEqual({
      status: 'error',
      problem: {
        code: 'unexpected',
        message: 'Something unexpected happened.',
      },
    });
    broken = false;
    await value.retry();
    expect(seen).toEqual(['error', 'loading', 'loaded']);
  });

  it('keeps what is shown while it begins anew', async () => {
    let answer = 1;
    const value = new RemoteValue({ load: async () => answer });
    const seen: string[] = [];
    look(value, () => seen.push(value.getSnapshot().status));
    await pass(0);
    answer = 2;
    await value.retry();
    expect(seen).toEqual(['loaded', 'loaded']);
    expect(value.getSnapshot()).toMatchObject({ value: 2 });
  });

  it('lets an answer that comes late not overwrite a newer one', async () => {
    const answers: ((answer: string) => void)[] = [];
    const value = new RemoteValue<string>({
      load: () => new Promise(resolve => answers.push(resolve)),
    });
    look(value);
    const again = value.refetch();
    answers[1]('new');
    await again;
    answers[0]('old');
    await pass(0);
    expect(value.getSnapshot()).toMatchObject({ value: 'new' });
  });
});
