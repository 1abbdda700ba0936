import { sealedVerifiers } from '../signIn';
import { openSealer } from './openSealer';
import { StartedPlugin } from './startPlugin';

/** The PKCE verifier of a sign-in whose callback has not come yet, so that a test can look for it. */
export async function openVerifier(
  plugin: StartedPlugin,
  signIn: string,
): Promise<string> {
  const row = await plugin.knex('sign_ins').where({ id: signIn }).first();
  return openSealer(plugin).open(
    sealedVerifiers.purpose,
    sealedVerifiers.place(row, 'code_verifier'),
    row.code_verifier,
  );
}
