import {
  Check,
  IdentityKind,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { User } from '../access';
import {
  DatabricksCallError,
  describeNetworkFailure,
  isNetworkFailure,
  WorkspaceClient,
} from '../databricks';
import { DatabricksServiceError } from '../errors';
import { TestResults } from '../fabrics';
import { FabricTokens } from '../grants';
import { ChangeSignals } from '../portal';
import { ResolvedFabric } from '../settings';
import { check, testResult } from './check';
import {
  askFabric,
  describeAnswers,
  FabricAnswers,
  withoutNames,
} from './probeFabric';

type FabricTestOptions = {
  databricks: WorkspaceClient;
  tokens: FabricTokens;
  testResults: TestResults;
  changeSignals: ChangeSignals;
};

/** What a test found, and what Me said to which token. */
type Found = {
  checks: Check[];
  /** What may be kept of them. */
  kept: Check[];
  told?: { fingerprint: string; refusal?: string };
};

/** What is tested: a fabric, or by any fabric that it serves a connection, of which no more than the sign-in is asked. */
type Tested = {
  fabric: ResolvedFabric;
  of: 'fabric' | 'connection';
};

/**
 * Tests whether a fabric, or a connection, can be used, without starting anything. What it learns of the sign-in holds
 * for all fabrics of it, and what it finds is kept.
 */
export class FabricTest {
  readonly #options: FabricTestOptions;

  constructor(options: FabricTestOptions) {
    this.#options = options;
  }

  /** @throws DatabricksServiceError `paused` */
  async run(
    fabric: ResolvedFabric,
    as: IdentityKind,
    user: User,
  ): Promise<TestResult> {
    return this.#run({ fabric, of: 'fabric' }, as, user);
  }

  /**
   * Tests a connection of the user.
   *
   * @param fabric - any that it serves
   * @throws DatabricksServiceError `paused`
   */
  async runOfConnection(
    fabric: ResolvedFabric,
    user: User,
  ): Promise<TestResult> {
    const { compute: _, catalog: __, schema: ___, ...workspace } = fabric;
    return this.#run({ fabric: workspace, of: 'connection' }, 'user', user);
  }

  async #run(
    tested: Tested,
    as: IdentityKind,
    user: User,
  ): Promise<TestResult> {
    const startedAt = performance.now();
    const found = await this.#find(tested.fabric, as, user);
    // Who tests is told what was found, also where it cannot be kept
    await this.#keep(tested, as, user, found, startedAt).catch(() => {});
    this.#options.changeSignals.connectionsOf([user.userEntityRef]);
    return testResult(found.checks);
  }

  async #find(
    fabric: ResolvedFabric,
    as: IdentityKind,
    user: User,
  ): Promise<Found> {
    const { databricks, tokens } = this.#options;
    try {
      let token = await tokens.tokenAs(fabric, as, user);
      if (token.workspaceUrl !== fabric.workspaceUrl) {
        throw new DatabricksServiceError('conflict', {
          message: 'The fabric was changed meanwhile: test it again.',
        });
      }
      let answers = await askFabric(databricks, fabric, token.accessToken);
      if (Object.values(answers).some(isTokenRejected)) {
        // Either Databricks has ended it before its time, which a renewal tells, or it refuses whoever it is of
        const { fingerprint: rejectedFingerprint } = token;
        token = await tokens.tokenAs(fabric, as, user, { rejectedFingerprint });
        answers = await askFabric(databricks, fabric, token.accessToken);
        answers = { ...answers, me: asRefused(answers.me) };
      }
      const { error } = answers.me;
      return {
        checks: describeAnswers(fabric, as, answers),
        kept: describeAnswers(fabric, as, withoutNames(answers)),
        told:
          !error || error.kind === 'refused'
            ? {
                fingerprint: token.fingerprint,
                refusal: error && (error.refusal ?? 'databricks_refused'),
              }
            : undefined,
      };
    } catch (error) {
      if (
        !(error instanceof DatabricksServiceError) ||
        error.code === 'paused'
      ) {
        throw error;
      }
      const { code, message, network } = error;
      const checks = [
        isNetworkFailure(network)
          ? check.failed(
              'identity',
              `Databricks cannot be reached: ${describeNetworkFailure(
                network,
              )}.`,
              { code, network },
            )
          : check.failed('identity', message, { code }),
      ];
      return { checks, kept: checks };
    }
  }

  /** First the grant: whoever reads the result reads what it says of the sign-in as well. */
  async #keep(
    tested: Tested,
    as: IdentityKind,
    user: User,
    { kept, told }: Found,
    startedAt: number,
  ): Promise<void> {
    const { testResults, tokens } = this.#options;
    const grantId = await tokens.noteAnswer(tested.fabric, as, user, told);
    if (grantId) {
      await testResults.keep(grantId, tested, kept, startedAt);
    }
  }
}

function isTokenRejected(answer: FabricAnswers[keyof FabricAnswers]): boolean {
  return answer?.error?.kind === 'token_rejected';
}

/** A token that was issued a moment ago is not accepted from whom the workspace does not know. */
function asRefused(me: FabricAnswers['me']): FabricAnswers['me'] {
  return me.error?.kind === 'token_rejected'
    ? {
        error: new DatabricksCallError('refused', {
          status: me.error.status,
          refusal: 'not_a_member',
        }),
      }
    : me;
}
