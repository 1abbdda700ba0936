import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { managedFabric } from '../../__testUtils__/settings';
import {
  compareServicePrincipals,
  filterOfServicePrincipal,
  ServicePrincipalState,
  servicePrincipalState,
} from './servicePrincipalState';

const with_ = (
  changes: Partial<NonNullable<FabricDefinition['servicePrincipal']>>,
): Partial<FabricDefinition> => ({
  servicePrincipal: {
    clientId: '1b2c',
    scopes: ['all-apis'],
    status: 'ready',
    ...changes,
  },
});
const none: Partial<FabricDefinition> = { servicePrincipal: undefined };
const left = (date: string) => Number(date);

describe('servicePrincipalState', () => {
  it.each<[string, Partial<FabricDefinition>, ServicePrincipalState, string]>([
    ['is ready', with_({}), { state: 'ready' }, 'ready'],
    [
      'was never used',
      with_({ status: 'unchecked' }),
      { state: 'unchecked' },
      'unchecked',
    ],
    ['is not there', none, { state: 'missing' }, 'missing'],
    [
      'went with its workspace',
      with_({ status: 'missing' }),
      { state: 'missing' },
      'missing',
    ],
    [
      'is rejected, however long its secret lasts',
      with_({ status: 'rejected', secretExpiresAt: '9' }),
      { state: 'rejected' },
      'rejected',
    ],
    [
      'is refused for good, whatever its status says',
      with_({ refusal: 'ip_access_list', secretExpiresAt: '9' }),
      { state: 'refused', reason: 'ip_access_list' },
      'rejected',
    ],
    [
      'has a secret that ends',
      with_({ secretExpiresAt: '30' }),
      { state: 'secretEnds', days: 30 },
      'expires',
    ],
    [
      'has a secret that has ended, and was not used since',
      with_({ status: 'unchecked', secretExpiresAt: '-1' }),
      { state: 'secretEnds', days: -1 },
      'expires',
    ],
    [
      'has a secret that lasts',
      with_({ secretExpiresAt: '31' }),
      { state: 'ready' },
      'ready',
    ],
    [
      'is what a Prophecy fabric does not run as',
      { type: 'prophecy', oauthType: 'u2m', ...with_({ status: 'rejected' }) },
      { state: 'none' },
      'none',
    ],
    [
      'is all that a Prophecy fabric runs as',
      { type: 'prophecy', oauthType: 'm2m', ...none },
      { state: 'missing' },
      'missing',
    ],
  ])('knows one that %s', (_, changes, expected, filter) => {
    const state = servicePrincipalState(managedFabric(changes), left);
    expect(state).toEqual(expected);
    expect(filterOfServicePrincipal(state)).toBe(filter);
  });

  it('has the worst first', () => {
    const states: ServicePrincipalState[] = [
      { state: 'none' },
      { state: 'ready' },
      { state: 'secretEnds', days: 9 },
      { state: 'unchecked' },
      { state: 'refused', reason: 'x' },
      { state: 'missing' },
      { state: 'secretEnds', days: -2 },
      { state: 'rejected' },
    ];
    expect(
      states
        .sort(compareServicePrincipals)
        .map(it => ('days' in it ? `${it.state} ${it.days}` : it.state)),
    ).toEqual([
      'rejected',
      'refused',
      'secretEnds -2',
      'secretEnds 9',
      'missing',
      'unchecked',
      'ready',
      'none',
    ]);
  });
});
