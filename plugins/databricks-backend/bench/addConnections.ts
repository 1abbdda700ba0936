import { UserHolder } from '../src/grants/__testUtils__/startGrants';
import { Bench } from './Bench';

/** In one transaction. */
const BATCH = 500;

/** As long as Databricks' own. */
export const TOKEN = `eyJ${'x'.repeat(1_100)}`;

/**
 * Connections that nobody signed in for, with tokens of a real size and life.
 *
 * @param receivedMsAgo - the age of the tokens, of which those for access live an hour
 * @param signIn - gives the tokens of one
 */
export async function addConnections(
  { grants, ada }: Bench,
  names: readonly string[],
  receivedMsAgo = 0,
  signIn = () => ({ accessToken: TOKEN, refreshToken: TOKEN }),
): Promise<UserHolder[]> {
  for (let from = 0; from < names.length; from += BATCH) {
    await grants.knex.transaction(async trx => {
      for (const name of names.slice(from, from + BATCH)) {
        await grants.store.putConnection(trx, {
          userEntityRef: name,
          issuer: ada.workspaceUrl,
          appConnection: ada.appConnection.name,
          clientId: ada.appConnection.clientId,
          databricksUser: { id: name, userName: name },
          requestedAt: performance.now() - receivedMsAgo,
          tokens: {
            ...signIn(),
            expiresInSeconds: 3_600,
            scopes: ['all-apis', 'offline_access'],
          },
        });
      }
    });
  }
  return names.map(owner => ({ ...ada, owner }));
}

export function namesOf(kind: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `user:default/${kind}-${i}`);
}
