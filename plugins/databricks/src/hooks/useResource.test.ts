import { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
import { act, renderHook } from '@testing-library/react';
import { useResource } from './useResource';

const focus = () => act(async () => window.dispatchEvent(new Event('focus')));

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
