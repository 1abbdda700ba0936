import {
  Check,
  IdentityKind,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { User } from '../access';
import { WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { FabricNames, NamesOfFabric, TestResults } from '../fabrics';
import { FabricTokens } from '../grants';
import { ChangeSignals } from '../portal';
import { ResolvedFabric } from '../settings';
import { asRefused, askWorkspace, tokenFor } from './askWorkspace';
import { testResult } from './check';
import { failedGrant } from './failedGrant';
import {
  askFabric,
  describeAnswers,
  namesIn,
  withoutNames,
} from './probeFabric';

type FabricTestOptions = {
  databricks: WorkspaceClient;
  tokens: FabricTokens;
  testResults: TestResults;
  names: FabricNames;
  changeSignals: ChangeSignals;
};

/** What a test found, and what Me said to which token. */
type Found = {
  checks: Check[];
  /** What may be kept of them. */
  kept: Check[];
  names: NamesOfFabric;
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
    const asked = { fabric, as, user };
    try {
      const { answers, token, isRenewed } = await askWorkspace(
        tokens,
        asked,
        await tokenFor(tokens, asked),
        accessToken => askFabric(databricks, fabric, accessToken),
      );
      if (isRenewed) {
        answers.me = asRefused(answers.me);
      }
      const { error } = answers.me;
      return {
        checks: describeAnswers(fabric, as, answers),
        kept: describeAnswers(fabric, as, withoutNames(answers)),
        names: namesIn(fabric, as, answers),
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
      const checks = [failedGrant(error)];
      return { checks, kept: checks, names: {} };
    }
  }

  /** First the grant: whoever reads the result reads what it says of the sign-in as well. */
  async #keep(
    tested: Tested,
    as: IdentityKind,
    user: User,
    { kept, names, told }: Found,
    startedAt: number,
  ): Promise<void> {
    const { testResults, tokens } = this.#options;
    const grantId = await tokens.noteAnswer(tested.fabric, as, user, told);
    if (grantId) {
      await testResults.keep(grantId, tested, kept, startedAt);
    }
    await this.#options.names.learn(tested.fabric, names);
  }
}
