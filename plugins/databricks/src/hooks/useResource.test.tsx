import { TestApiProvider } from '@backstage/frontend-test-utils';
import { SignalApi, signalApiRef } from '@backstage/plugin-signals-react';
import { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { useResource } from './useResource';

const focus = () => act(async () => window.dispatchEvent(new Event('focus')));

/** A portal whose backend signals changes. */
function signalsOfPortal() {
  const listeners = new Map<string, (message: object) => void>();
  const signalApi: SignalApi = {
    subscribe(channel, onMessage) {
      listeners.set(channel, onMessage as (message: object) => void);
      return { unsubscribe: () => listeners.delete(channel) };
    },
  };
  return {
    listeners,
    wrapper: ({ children }: PropsWithChildren) => (
      <TestApiProvider apis={[[signalApiRef, signalApi]]}>
        {children}
      </TestApiProvider>
    ),
    signal: () =>
      act(async () => listeners.get('databricks')?.({ changed: 'settings' })),
  };
}

const pass = (ms: number) =>
  act(async () => {
    jest.advanceTimersByTime(ms);
  });

describe('useResource', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('fetches again on focus, but not more often than every 10 seconds', async () => {
    const load = jest.fn(async () => 'value');
    renderHook(() => useResource(load));
    await act(async () => {});
    expect(load).toHaveBeenCalledTimes(1);

    jest.advanceTimersByTime(9_000);
    await focus();
    expect(load).toHaveBeenCalledTimes(1);
    jest.advanceTimersByTime(2_000);
    await focus();
    expect(load).toHaveBeenCalledTimes(2);
    await focus();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('fetches again when the backend signals a change, once for a burst of signals', async () => {
    const { wrapper, signal, listeners } = signalsOfPortal();
    const load = jest.fn(async () => 'value');
    const { unmount } = renderHook(() => useResource(load), { wrapper });
    await pass(11_000);
    expect(load).toHaveBeenCalledTimes(1);

    await signal();
    await pass(0);
    expect(load).toHaveBeenCalledTimes(2);

    for (let i = 0; i < 20; i += 1) {
      await signal();
      await pass(100);
    }
    expect(load).toHaveBeenCalledTimes(2);
    await pass(8_000);
    expect(load).toHaveBeenCalledTimes(3);
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(3);

    await signal();
    unmount();
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(3);
    expect(listeners.size).toBe(0);
  });

  it('does not fetch for a signal that is older than what it fetched', async () => {
    const { wrapper, signal } = signalsOfPortal();
    const load = jest.fn(async () => 'value');
    const { result, rerender } = renderHook(it => useResource(it), {
      wrapper,
      initialProps: load,
    });
    await signal();
    await act(async () => result.current.refetch());
    expect(load).toHaveBeenCalledTimes(2);
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(2);

    await signal();
    const other = jest.fn(async () => 'value');
    rerender(other);
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(2);
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('leaves the signals that a hidden tab gets to its focus', async () => {
    const { wrapper, signal } = signalsOfPortal();
    const load = jest.fn(async () => 'value');
    renderHook(() => useResource(load), { wrapper });
    const visibility = jest
      .spyOn(document, 'visibilityState', 'get')
      .mockReturnValue('hidden');
    await signal();
    await pass(11_000);
    expect(load).toHaveBeenCalledTimes(1);
    visibility.mockRestore();
    await focus();
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('never lets an older answer overwrite a newer one', async () => {
    const answers: ((value: string) => void)[] = [];
    const load = () =>
      new Promise<string>(resolve => {
        answers.push(resolve);
      });
    const { result } = renderHook(() => useResource(load));
    act(() => {
      result.current.refetch();
    });

    await act(async () => answers[1]('newer'));
    await act(async () => answers[0]('older'));
    expect(result.current.resource).toEqual({
      status: 'loaded',
      value: 'newer',
    });
  });

  it('forgets what the user is no longer allowed to see', async () => {
    const load = jest
      .fn<Promise<string>, []>()
      .mockResolvedValueOnce('value')
      .mockRejectedValue(
        new DatabricksError({
          code: 'not_allowed',
          message: 'No',
          status: 403,
        }),
      );
    const { result } = renderHook(() => useResource(load));
    await act(async () => {});
    await act(async () => result.current.refetch());

    expect(result.current.resource).toEqual({
      status: 'forbidden',
      problem: { code: 'not_allowed', message: 'No' },
    });
  });
});
