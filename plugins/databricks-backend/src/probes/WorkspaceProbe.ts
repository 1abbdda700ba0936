import {
  Check,
  FabricInput,
  resolveFabricTarget,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { LRUCache } from 'lru-cache';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { check, testResult } from './check';

/** Workspaces do not come and go while an admin looks at the page. */
const REMEMBER_MS = 60_000;

/** Short, because an admin who has just repaired something looks again at once. */
const REMEMBER_FAILURE_MS = 5_000;
const MAX_WORKSPACES = 1_000;

/** Tests whether workspaces can be reached, and answer as Databricks does. */
export class WorkspaceProbe {
  readonly #databricks;
  readonly #clock;
  readonly #checks = new LRUCache<string, { check: Check; until: number }>({
    max: MAX_WORKSPACES,
  });

  /** @param options.clock - monotonic, milliseconds */
  constructor(options: {
    databricks: Pick<WorkspaceClient, 'readMetadata'>;
    clock?: () => number;
  }) {
    this.#databricks = options.databricks;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** One line for each workspace. It is asked again after a minute, or after a few seconds where it failed. */
  checks(workspaceUrls: string[]): Promise<Check[]> {
    return Promise.all(
      [...new Set(workspaceUrls)].map(async workspaceUrl => {
        const known = this.#checks.get(workspaceUrl);
        if (known && this.#clock() < known.until) {
          return known.check;
        }
        const asked = await this.ask(workspaceUrl);
        const rememberMs = asked.metadata ? REMEMBER_MS : REMEMBER_FAILURE_MS;
        const until = this.#clock() + rememberMs;
        this.#checks.set(workspaceUrl, { check: asked.check, until });
        return asked.check;
      }),
    );
  }

  /** What can be said of a fabric before it is stored. */
  async dryRun(input: FabricInput): Promise<TestResult> {
    const checks = [check.ok('definition', 'All fields are valid.')];
    const { target } = resolveFabricTarget(input);
    if (target) {
      checks.push((await this.ask(target.workspaceUrl)).check);
    }
    return testResult(checks);
  }

  /** @returns the workspace's line and, where it answers as Databricks does, what it says of itself */
  async ask(workspaceUrl: string) {
    const id = `workspace ${new URL(workspaceUrl).host}`;
    try {
      const metadata = await this.#databricks.readMetadata(workspaceUrl);
      const answers = `${workspaceUrl} answers as Databricks does.`;
      return { metadata, check: check.ok(id, answers) };
    } catch (error) {
      const isNonsense =
        error instanceof DatabricksCallError && error.kind === 'nonsense';
      return {
        check: check.failed(
          id,
          isNonsense
            ? `${workspaceUrl} answers, but not as a Databricks workspace does: check the host. Private Link or a network policy can do this too.`
            : `${workspaceUrl} cannot be reached from the portal's backend: check the host, the network and, with Private Link, databricks.allowPrivateNetwork.`,
        ),
      };
    }
  }
}
