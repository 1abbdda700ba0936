import { readTestConfig } from '../../config/__testUtils__/testConfig';
import { Sealer } from '../../encryption/Sealer';
import { DefinitionSecrets } from '../../settings/DefinitionSecrets';
import { mergeDefinitions } from '../../settings/mergeDefinitions';
import { CheckFacts } from '../CheckFacts';
import { checkList } from '../checkList';

/** The check list of a valid configuration with some values changed, by id. */
export function checksOf(
  config: Record<string, unknown> = {},
  facts: Partial<Omit<CheckFacts, 'grantFacts'>> & {
    grantFacts?: Partial<CheckFacts['grantFacts']>;
  } = {},
) {
  const settings = readTestConfig(config);
  const sealer = new Sealer(settings.encryption);
  const checks = checkList({
    snapshot: mergeDefinitions(settings, [], new DefinitionSecrets({ sealer })),
    configProblem: undefined,
    databaseClient: 'pg',
    workspaces: [],
    redirectUrls: [{ path: 'oauthredirect', url: 'https://x.example.com/cb' }],
    encryption: {
      primaryKey: 'k1',
      keys: [],
      sweep: { state: 'idle', done: 0, total: 0, failed: 0 },
    },
    names: new Map(),
    unknownRefs: new Set(),
    nowMs: Date.parse('2027-01-01T10:00:00Z'),
    ...facts,
    grantFacts: {
      connections: new Map(),
      acceptedAppConnections: new Map(),
      rejectedAppConnections: new Map(),
      scopesRejected: new Map(),
      refused: [],
      servicePrincipals: new Map(),
      ...facts.grantFacts,
    },
  });
  return (id: string) => checks.find(it => it.id === id);
}
