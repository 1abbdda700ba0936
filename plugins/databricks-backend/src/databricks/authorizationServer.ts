import { z } from 'zod/v4';
import { parseJson } from '../parseJson';
import { DatabricksCallError } from './DatabricksCallError';
import { networkRefusalOf, readErrorBody, refusalOf } from './errorBody';
import { Answer, GuardedFetch } from './guardedFetch';
import { retryAfterSeconds } from './retryAfterSeconds';

const metadataSchema = z.object({
  issuer: z.string().max(1024),
  scopes_supported: z.array(z.string().max(256)).max(1000).optional(),
});

/** What a workspace says of its authorization server. */
type WorkspaceMetadata = { scopes: string[] | undefined };

/** Why Databricks would show an error instead of its sign-in page. */
type AuthorizationRefusal = 'unknown_client' | 'redirect_uri' | 'other';

/**
 * Reads the metadata document (RFC 8414) where Databricks keeps it; rejects where it is not Databricks. A workspace
 * answers unknown paths with 200 and HTML, so the body decides whether this is Databricks, not the status.
 */
export async function readMetadata(
  workspaceUrl: string,
  fetch: GuardedFetch,
): Promise<WorkspaceMetadata> {
  const answer = await fetch(
    `${workspaceUrl}/oidc/.well-known/oauth-authorization-server`,
    { method: 'GET', headers: { accept: 'application/json' } },
  );
  requireAvailable(answer);
  requireAdmission(answer, readErrorBody(answer.body).description);
  const { data } = metadataSchema.safeParse(parseJson(answer.body));
  if (data?.issuer !== `${workspaceUrl}/oidc`) {
    throw new DatabricksCallError('nonsense', { status: answer.status });
  }
  return { scopes: data.scopes_supported };
}

/**
 * Asks the authorization endpoint as a browser without a session would. Before anybody signs in, Databricks answers
 * with JSON where the client is unknown or the redirect URL is not registered.
 *
 * @returns undefined when it would go on to its sign-in page
 */
export async function probeAuthorization(
  authorizationUrl: string,
  fetch: GuardedFetch,
): Promise<AuthorizationRefusal | undefined> {
  const answer = await fetch(authorizationUrl, { method: 'GET' });
  requireAvailable(answer);
  const { description, error, isOAuth } = readErrorBody(answer.body);
  requireAdmission(answer, description);
  const { status } = answer;
  if (status >= 400 && !isOAuth) {
    throw status === 404
      ? new DatabricksCallError('nonsense', { status })
      : new DatabricksCallError('refused', {
          status,
          refusal: refusalOf(answer, description),
        });
  }
  if (!error) {
    return undefined;
  }
  if (/redirect_uri/i.test(description)) {
    return 'redirect_uri';
  }
  return /client/i.test(description) ? 'unknown_client' : 'other';
}

function requireAvailable({ headers, status }: Answer): void {
  if (status === 429) {
    throw new DatabricksCallError('throttled', {
      status,
      retryAfterSeconds: retryAfterSeconds(headers, Date.now()),
    });
  }
  if (status >= 500 || status === 408 || status === 425) {
    throw new DatabricksCallError('unavailable', { status });
  }
}

function requireAdmission(answer: Answer, description: string): void {
  const { status } = answer;
  const refusal = networkRefusalOf(answer, description);
  if (status >= 300 && refusal) {
    throw new DatabricksCallError('refused', { status, refusal });
  }
}
