import { readTestConfig } from '../config/__testUtils__/testConfig';
import { Sealer } from '../encryption/Sealer';
import { DefinitionSecrets } from '../settings/DefinitionSecrets';
import { mergeDefinitions } from '../settings/mergeDefinitions';
import { checkList } from './checkList';

const stateOf = (
  id: string,
  backend: { baseUrl: string; cors?: unknown },
  app = { baseUrl: 'https://portal.example.com' },
) => {
  const config = readTestConfig({ backend, app });
  const sealer = new Sealer(config.encryption);
  const checks = checkList({
    snapshot: mergeDefinitions(config, [], new DefinitionSecrets({ sealer })),
    configProblem: undefined,
    databaseClient: 'pg',
    workspaces: [],
    redirectUrls: [],
    encryption: {
      primaryKey: 'k1',
      keys: [],
      sweep: { state: 'idle', done: 0, total: 0, failed: 0 },
    },
    grantFacts: {
      connections: new Map(),
      rejectedAppConnections: new Set(),
      scopesRejected: new Set(),
      servicePrincipals: new Map(),
    },
    nowMs: 0,
  });
  return checks.find(it => it.id === id)?.state;
};

describe('The check list', () => {
  it.each([
    ['https://api.example.com', 'ok'],
    ['http://localhost:7007', 'warning'],
    ['http://portal.localhost:7007', 'warning'],
    ['http://127.0.0.2:7007', 'warning'],
    ['http://[::1]:7007', 'warning'],
    ['http://localhost.evil.com', 'failed'],
    ['http://127.evil.com', 'failed'],
    ['http://api.example.com', 'failed'],
  ])('says of %s: %s', (baseUrl, state) => {
    expect(stateOf('base-url', { baseUrl })).toBe(state);
  });

  it.each<[unknown, string]>([
    ['https://portal.example.com', 'ok'],
    [['https://other.example.com', 'https://Portal.example.com'], 'ok'],
    [['https://other.example.com'], 'failed'],
    ['https://*.example.com', 'failed'],
    [undefined, 'failed'],
  ])('wants the exact origin of the portal: %j is %s', (origin, state) => {
    const baseUrl = 'https://api.example.com';
    expect(
      stateOf('origins', { baseUrl, cors: { origin, credentials: true } }),
    ).toBe(state);
    expect(stateOf('origins', { baseUrl, cors: { origin } })).toBe('failed');
  });
});
