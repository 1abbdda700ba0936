import { z } from 'zod/v4';
import { DatabricksCallError } from './DatabricksCallError';
import { GuardedFetch } from './guardedFetch';

const metadataSchema = z.object({
  issuer: z.string().max(1024),
  scopes_supported: z.array(z.string().max(256)).max(1000).optional(),
});

const refusalSchema = z.object({
  error: z.string().max(256),
  error_description: z.string().max(4096).optional(),
});

/** What a workspace says of its authorization server. */
export type WorkspaceMetadata = { scopes: string[] | undefined };

/** Why Databricks would show an error instead of its sign-in page. */
export type AuthorizationRefusal = 'unknown_client' | 'redirect_uri' | 'other';

/**
 * The metadata document (RFC 8414), read where Databricks keeps it. Other paths answer 200 with HTML, so that the body
 * decides whether this is Databricks.
 */
export async function readMetadata(
  { workspaceUrl }: { workspaceUrl: string },
  fetch: GuardedFetch,
): Promise<WorkspaceMetadata> {
  const answer = await fetch(
    `${workspaceUrl}/oidc/.well-known/oauth-authorization-server`,
    { method: 'GET', headers: { accept: 'application/json' } },
  );
  if (answer.status >= 500) {
    throw new DatabricksCallError('unavailable', { status: answer.status });
  }
  const { data } = metadataSchema.safeParse(parseJson(answer.body));
  if (data?.issuer !== `${workspaceUrl}/oidc`) {
    throw new DatabricksCallError('nonsense', { status: answer.status });
  }
  return { scopes: data.scopes_supported };
}

/**
 * Asks the authorization endpoint as a browser would, without a session: Databricks shows JSON for an unknown client
 * and for a redirect URL that is not registered, before anybody signs in.
 *
 * @returns undefined when it would go on to its sign-in page
 */
export async function probeAuthorization(
  { authorizationUrl }: { authorizationUrl: string },
  fetch: GuardedFetch,
): Promise<AuthorizationRefusal | undefined> {
  const { status, body } = await fetch(authorizationUrl, { method: 'GET' });
  if (status >= 500) {
    throw new DatabricksCallError('unavailable', { status });
  }
  const { data } = refusalSchema.safeParse(parseJson(body));
  if (!data) {
    return undefined;
  }
  const description = data.error_description ?? '';
  if (/redirect_uri/i.test(description)) {
    return 'redirect_uri';
  }
  return /client_id|client/i.test(description) ? 'unknown_client' : 'other';
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
