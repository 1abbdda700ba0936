import {
  AccessToken,
  IdentityKind,
} from '@backstage-databricks/plugin-databricks-common';
import { User } from '../access';
import { DatabricksCallError } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { FabricTokens } from '../grants';
import { ResolvedFabric } from '../settings';

/** What a workspace answered to one call. */
export type Answer<T> =
  | { value: T; error?: undefined }
  | { error: DatabricksCallError };

/** As whom a workspace is asked. */
export type AskedAs = { fabric: ResolvedFabric; as: IdentityKind; user: User };

/**
 * A token to ask the workspace of a fabric with.
 *
 * @throws DatabricksServiceError, every code of the token engine and `conflict`
 */
export async function tokenFor(
  tokens: FabricTokens,
  { fabric, as, user }: AskedAs,
  rejectedFingerprint?: string,
): Promise<AccessToken> {
  const token = await tokens.tokenAs(fabric, as, user, { rejectedFingerprint });
  if (token.workspaceUrl !== fabric.workspaceUrl) {
    throw new DatabricksServiceError('conflict', {
      message: 'The fabric was changed meanwhile: try again.',
    });
  }
  return token;
}

/**
 * Asks a workspace, once more where it rejects the token: either Databricks has ended it before its time, which a renewal
 * tells, or it refuses whoever it is of.
 *
 * @returns the token that was used last, and whether it is a new one
 * @throws DatabricksServiceError, as `tokenFor`
 */
export async function askWorkspace<
  Answers extends Record<string, Answer<unknown> | undefined>,
>(
  tokens: FabricTokens,
  asked: AskedAs,
  token: AccessToken,
  ask: (accessToken: string) => Promise<Answers>,
): Promise<{ answers: Answers; token: AccessToken; isRenewed: boolean }> {
  const answers = await ask(token.accessToken);
  if (!Object.values(answers).some(it => it && isTokenRejected(it))) {
    return { answers, token, isRenewed: false };
  }
  const renewed = await tokenFor(tokens, asked, token.fingerprint);
  return {
    answers: await ask(renewed.accessToken),
    token: renewed,
    isRenewed: true,
  };
}

/** A token that was issued a moment ago is not accepted from whom the workspace does not know. */
export function asRefused<T>(answer: Answer<T>): Answer<T> {
  return answer.error && isTokenRejected(answer)
    ? {
        error: new DatabricksCallError('refused', {
          status: answer.error.status,
          refusal: 'not_a_member',
        }),
      }
    : answer;
}

/** A call, whatever comes of it. */
export async function answerOf<T>(call: Promise<T>): Promise<Answer<T>> {
  try {
    return { value: await call };
  } catch (error) {
    if (error instanceof DatabricksCallError) {
      return { error };
    }
    throw error;
  }
}

function isTokenRejected({ error }: Answer<unknown>): boolean {
  return error?.kind === 'token_rejected';
}
