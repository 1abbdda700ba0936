import { Check, Compute } from '@backstage-databricks/plugin-databricks-common';
import { User } from '../access';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { FabricTokens } from '../grants';
import { ResolvedFabric, isSignInNeeded } from '../settings';

/** As whom a fabric is tested. */
export type TestAs = 'user' | 'servicePrincipal';

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
    as: TestAs = isSignInNeeded(fabric) ? 'user' : 'servicePrincipal',
  ): Promise<{ ok: boolean; checks: Check[] }> {
    const checks: Check[] = [];
    try {
      const { accessToken } = await this.#tokens.tokenAs(fabric, as, user);
      checks.push(await this.#whoAmI(fabric, accessToken));
      if (fabric.compute && checks[0].state === 'ok') {
        checks.push(await this.#compute(fabric, fabric.compute, accessToken));
      }
    } catch (error) {
      if (!(error instanceof DatabricksServiceError)) {
        throw error;
      }
      checks.push({ id: 'identity', state: 'failed', message: error.message });
    }
    return { ok: checks.every(it => it.state !== 'failed'), checks };
  }

  async #whoAmI(fabric: ResolvedFabric, accessToken: string): Promise<Check> {
    return check('identity', async () => {
      const me = await this.#databricks.getCurrentUser({
        workspaceUrl: fabric.workspaceUrl,
        accessToken,
      });
      return `Databricks knows you as ${me.displayName ?? me.userName}${
        me.displayName && me.displayName !== me.userName
          ? ` (${me.userName})`
          : ''
      }.`;
    });
  }

  async #compute(
    fabric: ResolvedFabric,
    compute: Compute,
    accessToken: string,
  ): Promise<Check> {
    return check('compute', async () => {
      const options = {
        workspaceUrl: fabric.workspaceUrl,
        accessToken,
        id: compute.id,
      };
      const { name, state } =
        compute.kind === 'warehouse'
          ? await this.#databricks.getWarehouse(options)
          : await this.#databricks.getCluster(options);
      const asleep = ['STOPPED', 'TERMINATED'].includes(state)
        ? ', which is fine: it starts when it is used'
        : '';
      return `The ${compute.kind} ${name} exists; its state is ${state}${asleep}.`;
    });
  }
}

async function check(id: string, ask: () => Promise<string>): Promise<Check> {
  try {
    return { id, state: 'ok', message: await ask() };
  } catch (error) {
    if (!(error instanceof DatabricksCallError)) {
      throw error;
    }
    return { id, state: 'failed', message: error.message };
  }
}
