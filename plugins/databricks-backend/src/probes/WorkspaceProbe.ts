import { Check } from '@backstage-databricks/plugin-databricks-common';
import { LRUCache } from 'lru-cache';
import {
  DatabricksCallError,
  WorkspaceClient,
  WorkspaceMetadata,
} from '../databricks';

/** Workspaces do not come and go while an admin looks at the page. */
const REMEMBER_MS = 60_000;

/** Whoever has just mended something looks again at once. */
const REMEMBER_FAILURE_MS = 5_000;
const MAX_WORKSPACES = 1_000;

type WorkspaceProbeOptions = {
  databricks: Pick<WorkspaceClient, 'readMetadata'>;
  /** Monotonic, milliseconds. */
  clock?: () => number;
};

/** Whether workspaces answer, and as Databricks does. */
export class WorkspaceProbe {
  readonly #databricks: WorkspaceProbeOptions['databricks'];
  readonly #clock: () => number;
  readonly #checks = new LRUCache<string, { check: Check; until: number }>({
    max: MAX_WORKSPACES,
  });

  constructor(options: WorkspaceProbeOptions) {
    this.#databricks = options.databricks;
    this.#clock = options.clock ?? (() => performance.now());
  }

  /** One line a workspace; asked anew after a minute, or, where it failed, after a few seconds. */
  checks(workspaceUrls: string[]): Promise<Check[]> {
    return Promise.all(
      [...new Set(workspaceUrls)].map(async workspaceUrl => {
        const known = this.#checks.get(workspaceUrl);
        if (known && this.#clock() < known.until) {
          return known.check;
        }
        const { check } = await this.ask(workspaceUrl);
        const rememberMs =
          check.state === 'ok' ? REMEMBER_MS : REMEMBER_FAILURE_MS;
        const until = this.#clock() + rememberMs;
        this.#checks.set(workspaceUrl, { check, until });
        return check;
      }),
    );
  }

  async ask(
    workspaceUrl: string,
  ): Promise<{ check: Check; metadata?: WorkspaceMetadata }> {
    const id = `workspace ${new URL(workspaceUrl).host}`;
    try {
      const metadata = await this.#databricks.readMetadata({ workspaceUrl });
      return {
        metadata,
        check: {
          id,
          state: 'ok',
          message: `${workspaceUrl} answers as Databricks does.`,
        },
      };
    } catch (error) {
      const nonsense =
        error instanceof DatabricksCallError && error.kind === 'nonsense';
      return {
        check: {
          id,
          state: 'failed',
          message: nonsense
            ? `${workspaceUrl} answers, but not as a Databricks workspace does: check the host. Private Link or a network policy can do this too.`
            : `${workspaceUrl} cannot be reached from the portal's backend: check the host, the network and, with Private Link, databricks.allowPrivateNetwork.`,
        },
      };
    }
  }
}
