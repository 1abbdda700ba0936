import { failed, NOW } from './__testUtils__/aGrant';
import { isUnreachable } from './isUnreachable';

const MINUTE = 60_000;

describe('A grant that failed lately', () => {
  it.each([
    [failed(), true],
    [failed('timeout'), true],
    [failed('connection_refused'), true],
    [failed('throttled'), false],
    [failed('app_connection_rejected'), false],
    [failed('scopes_rejected'), false],
    [failed('unclear'), false],
    [failed('databricks_refused'), false],
    [failed('private_link'), false],
    [failed('timeout', { failures: 0 }), false],
    [failed('timeout', { retryAtMs: undefined }), false],
    [failed('timeout', { retryAtMs: NOW - 10 * MINUTE + 1 }), true],
    [failed('timeout', { retryAtMs: NOW - 10 * MINUTE }), false],
  ])('tells of an unreachable Databricks: %#', (grant, unreachable) => {
    expect(isUnreachable(grant)).toBe(unreachable);
  });
});
