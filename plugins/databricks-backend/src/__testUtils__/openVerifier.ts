import { JsonObject } from '@backstage/types';
import { Sealer } from '../encryption';
import { StartedPlugin } from './startPlugin';

/** The PKCE verifier of a sign-in whose callback has not come yet, so that a test can look for it. */
export async function openVerifier(
  plugin: StartedPlugin,
  signIn: string,
): Promise<string> {
  const { keys } = plugin.databricks.encryption as {
    keys: { k1: JsonObject };
  };
  const rootKey = Buffer.from(String(keys.k1.secret), 'base64');
  const row = await plugin.knex('sign_ins').where({ id: signIn }).first();
  return Sealer.create({
    primaryKey: 'k1',
    keys: new Map([['k1', rootKey]]),
  }).open(
    'sign-ins',
    {
      table: 'sign_ins',
      column: 'code_verifier',
      rowId: signIn,
      owner: row.user_entity_ref,
    },
    row.code_verifier,
  );
}
