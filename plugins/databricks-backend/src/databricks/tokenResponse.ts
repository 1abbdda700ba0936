import { z } from 'zod/v4';
import { parseJson } from '../parseJson';
import { DatabricksCallError } from './DatabricksCallError';
import { Answer } from './guardedFetch';

/** What the token endpoint answered, checked. */
export type TokenResponse = {
  accessToken: string;
  /** An integer between 1 and 86,400. */
  expiresInSeconds: number;
  /** The granted scopes, or the requested ones where the answer names none. */
  scopes: string[];
  /** Absent where the answer has none; the one that was used is still good then. */
  refreshToken?: string;
};

/** RFC 6749 leaves the lifetime out where it is documented elsewhere: Databricks documents an hour. */
const DEFAULT_EXPIRES_IN_SECONDS = 3600;

/** The longest that Databricks lets an admin choose. */
const MAX_EXPIRES_IN_SECONDS = 86_400;

const MAX_TOKEN_LENGTH = 16 * 1024;

/** Databricks knows under a hundred scopes. */
const MAX_SCOPE_LENGTH = 4 * 1024;

const token = z
  .string()
  .regex(/^[\x21-\x7e]+$/)
  .max(MAX_TOKEN_LENGTH);

/** RFC 6749, 3.3. */
const scopes = z
  .string()
  .regex(/^[\x20\x21\x23-\x5b\x5d-\x7e]*$/)
  .max(MAX_SCOPE_LENGTH);

const digits = z.string().regex(/^[0-9]{1,6}$/);
const seconds = z.int().min(1).max(MAX_EXPIRES_IN_SECONDS);

const schema = z.object({
  access_token: token,
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z
    .union([seconds, digits.transform(Number).pipe(seconds)])
    .default(DEFAULT_EXPIRES_IN_SECONDS),
  scope: scopes.optional(),
  refresh_token: token.optional(),
});

/**
 * Reads a token response (RFC 6749, 5.1) more strictly than openid-client does, which takes `"12abc"`, `0` and
 * `1e300` for lifetimes. Unknown fields are dropped.
 *
 * @param requestedScopes - count as granted where the answer names none
 * @throws DatabricksCallError `nonsense`
 */
export function readTokenResponse(
  answer: Answer,
  requestedScopes: readonly string[],
): TokenResponse {
  const { data } = schema.safeParse(parseJson(answer.body));
  if (!data) {
    throw new DatabricksCallError('nonsense', { status: answer.status });
  }
  return {
    accessToken: data.access_token,
    expiresInSeconds: data.expires_in,
    scopes: data.scope?.split(' ').filter(Boolean) ?? [...requestedScopes],
    refreshToken: data.refresh_token,
  };
}
