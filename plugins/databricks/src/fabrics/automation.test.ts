import type { FabricRow } from '@backstage-databricks/plugin-databricks-common';
import { automationOf, needsFix } from './automation';

type Row = Parameters<typeof automationOf>[0];

const row = (
  automation: Partial<NonNullable<FabricRow['automation']>> = {},
  changes: Partial<Row> = {},
): Row => ({
  automation: {
    as: 'servicePrincipal',
    status: 'ready',
    name: 'analytics-etl',
    ...automation,
  },
  warnings: [],
  ...changes,
});
const name = 'analytics-etl';
const secretExpiresAt = '2031-05-09';
const ending = ['service_principal_secret_expires'];

describe('automation', () => {
  it.each<[string, Row, object, boolean]>([
    [
      'is nobody where only the user acts',
      row({ as: 'user' }),
      { state: 'onlyYou' },
      false,
    ],
    [
      'is nobody where it is not known',
      { warnings: [] },
      { state: 'onlyYou' },
      false,
    ],
    [
      'is missing',
      row({ status: 'missing', name: undefined }),
      { state: 'missing' },
      true,
    ],
    [
      'is missing without a status',
      row({ status: undefined }),
      { state: 'missing' },
      true,
    ],
    ['works', row(), { state: 'ready', name }, false],
    [
      'was not checked yet',
      row({ status: 'unchecked' }),
      { state: 'unchecked', name },
      false,
    ],
    [
      'is rejected',
      row({ status: 'rejected' }),
      { state: 'rejected', name },
      true,
    ],
    [
      'cannot be read, which is no fault of it',
      row({}, { warnings: ['credentials_unreadable'] }),
      { state: 'unreadable', name },
      true,
    ],
    [
      'cannot be read without its key',
      row({}, { warnings: ['encryption_key_unavailable'] }),
      { state: 'unreadable', name },
      true,
    ],
    [
      'is refused for good, which another secret would not change',
      row(
        { refusal: 'not_a_member' },
        { failedTests: ['servicePrincipal'], warnings: ['databricks_refused'] },
      ),
      { state: 'refused', name, reason: 'not_a_member' },
      true,
    ],
    [
      'works where Databricks refuses the user alone',
      row({}, { warnings: ['databricks_refused'] }),
      { state: 'ready', name },
      false,
    ],
    [
      'failed its test, whose own failures are not the user’s',
      row({}, { failedTests: ['compute', 'servicePrincipal'] }),
      { state: 'testFailed', name },
      true,
    ],
    [
      'works where only the user’s test failed',
      row({}, { failedTests: ['compute', 'data', 'identity'] }),
      { state: 'ready', name },
      false,
    ],
    [
      'has a secret that ends',
      row({ secretExpiresAt }, { warnings: ending }),
      { state: 'secretEnds', name, date: secretExpiresAt },
      true,
    ],
    [
      'has a secret that ends in a year, of which nobody warns',
      row({ secretExpiresAt }),
      { state: 'ready', name },
      false,
    ],
    [
      'is rejected before its secret ends',
      row({ status: 'rejected', secretExpiresAt }, { warnings: ending }),
      { state: 'rejected', name },
      true,
    ],
    [
      'cannot be asked',
      row({}, { warnings: ['databricks_unavailable'] }),
      { state: 'unreachable', name },
      false,
    ],
    [
      'is not called by an ID',
      row({ name: '1B2c3d4e-0000-4000-8000-000000000001' }),
      { state: 'ready', name: undefined },
      false,
    ],
  ])('%s', (_, given, expected, isToFix) => {
    const automation = automationOf(given);
    expect(automation).toEqual(expected);
    expect(needsFix(automation)).toBe(isToFix);
  });
});
