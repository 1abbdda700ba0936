import {
  DatabricksError,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { watchSignIn } from './watchSignIn';

const origin = 'https://backend.example.com';
const pending: SignInOutcome = { id: 's-1', status: 'pending' };
const succeeded: SignInOutcome = { id: 's-1', status: 'succeeded' };

/** Watches the sign-in `s-1`; `answer` is what the backend says of it. */
function startWatching(options: { withPopup: boolean }) {
  const window_ = { closed: false };
  const watched = {
    answer: async (): Promise<SignInOutcome> => pending,
    asked: 0,
    outcomes: [] as SignInOutcome[],
    windows: [] as string[],
    popup: window_,
    stop: () => {},
  };
  watched.stop = watchSignIn({
    api: {
      getSignIn: async () => {
        watched.asked += 1;
        return watched.answer();
      },
    },
    id: 's-1',
    popup: options.withPopup
      ? { window: window_ as Window, origin }
      : undefined,
    onWindow: state => watched.windows.push(state),
    onOutcome: outcome => watched.outcomes.push(outcome),
  });
  return watched;
}

function sendMessage(source: unknown, changes: Record<string, unknown> = {}) {
  const { origin: from = origin, ...data } = changes;
  const event = new MessageEvent('message', {
    origin: String(from),
    data: {
      type: 'databricks-sign-in',
      id: 's-1',
      status: 'succeeded',
      ...data,
    },
  });
  Object.defineProperty(event, 'source', { value: source });
  window.dispatchEvent(event);
}

const pass = (ms: number) => jest.advanceTimersByTimeAsync(ms);

describe('watchSignIn', () => {
  let watched: ReturnType<typeof startWatching>;
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    watched.stop();
    jest.useRealTimers();
  });

  it('asks every one to two seconds until there is an outcome, and then no more', async () => {
    watched = startWatching({ withPopup: true });
    await pass(10_000);
    expect(watched.asked).toBeGreaterThanOrEqual(5);
    expect(watched.asked).toBeLessThanOrEqual(10);

    watched.answer = async () => succeeded;
    await pass(2_000);
    expect(watched.outcomes).toEqual([succeeded]);
    const { asked } = watched;
    await pass(60_000);
    expect(watched.asked).toBe(asked);
    expect(watched.windows).toEqual([]);
  });

  it('asks at once after a message of the callback page, whatever it says', async () => {
    watched = startWatching({ withPopup: true });
    sendMessage(watched.popup, { status: 'failed' });
    await pass(0);
    expect(watched.asked).toBe(1);
    expect(watched.outcomes).toEqual([]);
  });

  it('does not lose a message that comes while it asks', async () => {
    watched = startWatching({ withPopup: true });
    let answerFirst = (_: SignInOutcome) => {};
    watched.answer = () =>
      new Promise(resolve => {
        answerFirst = resolve;
      });
    await pass(2_000);
    expect(watched.asked).toBe(1);

    sendMessage(watched.popup);
    watched.answer = async () => succeeded;
    answerFirst(pending);
    await pass(0);
    expect(watched.outcomes).toEqual([succeeded]);
  });

  it('ignores messages of other origins, other windows, other kinds and other sign-ins', async () => {
    watched = startWatching({ withPopup: true });
    sendMessage(watched.popup, { origin: 'https://evil.example' });
    sendMessage(window);
    sendMessage(watched.popup, { type: 'something-else' });
    sendMessage(watched.popup, { id: 's-2' });
    await pass(1_000);
    expect(watched.asked).toBe(0);
  });

  it('asks at once when the window gets the focus', async () => {
    watched = startWatching({ withPopup: true });
    window.dispatchEvent(new Event('focus'));
    await pass(0);
    expect(watched.asked).toBe(1);
  });

  it('takes a closed window for a hint, once, and goes on', async () => {
    watched = startWatching({ withPopup: true });
    await pass(1_000);
    watched.popup.closed = true;
    await pass(6_000);
    expect(watched.windows).toEqual(['closed']);
    await pass(30_000);
    expect(watched.windows).toEqual(['closed']);

    watched.answer = async () => succeeded;
    await pass(2_000);
    expect(watched.outcomes).toEqual([succeeded]);
  });

  it('does not take a window for closed that looks so at once: a page has cut it off', async () => {
    watched = startWatching({ withPopup: true });
    watched.popup.closed = true;
    await pass(30_000);
    expect(watched.windows).toEqual(['cutOff']);

    watched.answer = async () => succeeded;
    await pass(2_000);
    expect(watched.outcomes).toEqual([succeeded]);
  });

  it('finds the outcome of a window that closed because it was done', async () => {
    watched = startWatching({ withPopup: true });
    await pass(1_000);
    watched.popup.closed = true;
    watched.answer = async () => succeeded;
    await pass(2_000);
    expect(watched.windows).toEqual([]);
    expect(watched.outcomes).toEqual([succeeded]);
  });

  it('asks at once when there is no window, after a return or a reload', async () => {
    watched = startWatching({ withPopup: false });
    watched.answer = async () => succeeded;
    await pass(0);
    expect(watched.outcomes).toEqual([succeeded]);
  });

  it('bears a portal that cannot be reached, but not for ever', async () => {
    watched = startWatching({ withPopup: true });
    watched.answer = async () => {
      throw new DatabricksError({
        code: 'unreachable',
        message: 'away',
        status: 0,
      });
    };
    await pass(10 * 60_000);
    expect(watched.outcomes).toEqual([]);
    await pass(2 * 60_000);
    expect(watched.outcomes).toEqual([pending]);
  });

  it('takes a sign-in that the backend does not know any more for expired', async () => {
    watched = startWatching({ withPopup: true });
    watched.answer = async () => {
      throw new DatabricksError({
        code: 'not_found',
        message: 'unknown',
        status: 404,
      });
    };
    await pass(2_000);
    expect(watched.outcomes).toEqual([{ id: 's-1', status: 'expired' }]);
  });

  it('says nothing any more when it was stopped', async () => {
    watched = startWatching({ withPopup: true });
    let answer = (_: SignInOutcome) => {};
    watched.answer = () =>
      new Promise(resolve => {
        answer = resolve;
      });
    await pass(2_000);
    watched.stop();
    answer(succeeded);
    sendMessage(watched.popup);
    await pass(60_000);
    expect(watched).toMatchObject({ asked: 1, outcomes: [], windows: [] });
  });
});
