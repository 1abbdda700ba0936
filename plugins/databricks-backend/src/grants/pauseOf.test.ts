import { failed, NOW } from './__testUtils__/aGrant';
import { pauseOf } from './pauseOf';

const MINUTE = 60_000;

describe('A grant that failed lately', () => {
  it.each([
    [undefined, 'databricks_unavailable'],
    ['timeout', 'databricks_unavailable'],
    ['scopes_rejected', 'databricks_unavailable'],
    ['throttled', 'throttled'],
    ['databricks_refused', 'databricks_refused'],
    ['ip_access_list', 'databricks_refused'],
    ['not_a_member', 'databricks_refused'],
  ])('for %s pauses with %s', (reasonCode, code) => {
    expect(pauseOf(failed(reasonCode), ['c'])).toEqual({
      code,
      reasonCode,
      retryInMs: 5_000,
      paused: true,
    });
  });

  it('pauses as rejected where it is a service principal that was', () => {
    expect(
      pauseOf(failed('client_rejected', { status: 'rejected' }), []),
    ).toMatchObject({ code: 'service_principal_rejected' });
  });

  it('pauses for its own rejected client, and not for one that has been replaced', () => {
    const rejected = failed('app_connection_rejected', {
      rejectedClientHash: 'old',
    });
    expect(pauseOf(rejected, ['new', 'old'])).toMatchObject({
      code: 'app_connection_rejected',
    });
    expect(pauseOf(rejected, ['new'])).toBeUndefined();
    expect(pauseOf(failed('app_connection_rejected'), [])).toBeUndefined();
    // The hash is about rejections alone
    expect(
      pauseOf(failed('throttled', { rejectedClientHash: 'old' }), ['new']),
    ).toMatchObject({ code: 'throttled' });
  });

  it.each([
    [undefined, false],
    [NOW - 1, false],
    [NOW, false],
    [NOW + 1, true],
    [NOW + 5 * MINUTE, true],
    // The clock of the database was set back
    [NOW + 5 * MINUTE + 1, false],
  ])('until %s pauses: %s', (retryAtMs, isPaused) => {
    expect(pauseOf(failed('throttled', { retryAtMs }), []) !== undefined).toBe(
      isPaused,
    );
  });
});
