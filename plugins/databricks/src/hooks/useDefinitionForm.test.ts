import { DatabricksError } from '@backstage-databricks/plugin-databricks-common';
import { act, renderHook } from '@testing-library/react';
import { useDefinitionForm } from './useDefinitionForm';

function renderForm(save: () => Promise<unknown>) {
  const onSaved = jest.fn();
  const { result } = renderHook(() =>
    useDefinitionForm({
      initial: { title: 'A' },
      read: values => ({ status: 'complete' as const, definition: values }),
      fieldOf: () => 'title' as const,
      save,
      dryRun: async () => ({ ok: true, checks: [] }),
      onSaved,
      onConflict: async () => {},
    }),
  );
  return { result, onSaved };
}

describe('useDefinitionForm', () => {
  it('is sent once, however often Enter is pressed', async () => {
    let finish = (_: unknown) => {};
    const save = jest.fn(() => new Promise(resolve => (finish = resolve)));
    const { result, onSaved } = renderForm(save);

    act(() => {
      result.current.save();
      result.current.save();
      result.current.test();
    });
    expect(result.current.state).toEqual({ status: 'saving' });
    act(() => {
      result.current.save();
    });
    await act(async () => finish(undefined));
    // The form may still be seen for a moment while it closes.
    await act(() => result.current.save());
    expect(save).toHaveBeenCalledTimes(1);
    expect(onSaved).toHaveBeenCalledTimes(1);
  });

  it('can be sent again after it failed, and after a test', async () => {
    const save = jest
      .fn()
      .mockRejectedValueOnce(
        new DatabricksError({
          code: 'unavailable',
          message: 'Not now.',
          status: 503,
        }),
      )
      .mockResolvedValue(undefined);
    const { result, onSaved } = renderForm(save);

    await act(() => result.current.save());
    expect(result.current.state).toMatchObject({
      status: 'failed',
      problem: { message: 'Not now.' },
    });
    await act(() => result.current.test());
    expect(result.current.state.status).toBe('tested');
    await act(() => result.current.save());
    expect(onSaved).toHaveBeenCalledTimes(1);
  });
});
