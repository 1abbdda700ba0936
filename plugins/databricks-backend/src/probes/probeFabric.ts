import {
  Check,
  Compute,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { User } from '../access';
import { Caller, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { FabricTokens } from '../grants';
import { ResolvedFabric, isSignInNeeded } from '../settings';
import { check, testResult } from './check';

/** Asks Databricks, without starting anything, whether a fabric can be used. */
export class FabricProbe {
  readonly #tokens: FabricTokens;
  readonly #databricks: WorkspaceClient;

  constructor(options: { tokens: FabricTokens; databricks: WorkspaceClient }) {
    this.#tokens = options.tokens;
    this.#databricks = options.databricks;
  }

  async run(
    fabric: ResolvedFabric,
    user: User,
    as: 'user' | 'servicePrincipal' = isSignInNeeded(fabric)
      ? 'user'
      : 'servicePrincipal',
  ): Promise<TestResult> {
    const checks: Check[] = [];
    try {
      const { accessToken } = await this.#tokens.tokenAs(fabric, as, user);
      const caller = { workspaceUrl: fabric.workspaceUrl, accessToken };
      checks.push(await this.#identity(caller));
      if (fabric.compute && checks[0].state === 'ok') {
        checks.push(await this.#compute(caller, fabric.compute));
      }
    } catch (error) {
      if (!(error instanceof DatabricksServiceError)) {
        throw error;
      }
      checks.push(check.failed('identity', error.message));
    }
    return testResult(checks);
  }

  async #identity(caller: Caller): Promise<Check> {
    return check.asking('identity', 'failed', async () => {
      const me = await this.#databricks.getCurrentUser(caller);
      const { userName, displayName = userName } = me;
      const details = displayName === userName ? '' : ` (${userName})`;
      return `Databricks knows you as ${displayName}${details}.`;
    });
  }

  async #compute(caller: Caller, { kind, id }: Compute): Promise<Check> {
    return check.asking('compute', 'failed', async () => {
      const { name, state } = await (kind === 'warehouse'
        ? this.#databricks.getWarehouse({ ...caller, id })
        : this.#databricks.getCluster({ ...caller, id }));
      const asleep = ['STOPPED', 'TERMINATED'].includes(state)
        ? ', which is fine: it starts when it is used'
        : '';
      return `The ${kind} ${name} exists; its state is ${state}${asleep}.`;
    });
  }
}
