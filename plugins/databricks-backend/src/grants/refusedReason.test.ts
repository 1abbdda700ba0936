import { failed } from './__testUtils__/aGrant';
import {
  isRefusedReason,
  refusalOfGrant,
  refusalProblem,
} from './refusedReason';

describe('A grant that failed lately', () => {
  it('tells why Databricks refuses its holder, until it does so no more', () => {
    expect(refusalOfGrant(failed('entitlement'))).toBe('entitlement');
    expect(refusalOfGrant(failed('databricks_refused'))).toBe(
      'databricks_refused',
    );
    expect(refusalOfGrant(failed('throttled'))).toBeUndefined();
    expect(
      refusalOfGrant(failed('entitlement', { failures: 0 })),
    ).toBeUndefined();
    expect(isRefusedReason(undefined)).toBe(false);
    expect(refusalProblem('entitlement')).toEqual({
      code: 'databricks_refused',
      message: expect.stringContaining('lacks an entitlement'),
      values: { reason: 'entitlement' },
    });
  });
});
