import { Check } from '@backstage-databricks/plugin-databricks-common';
import { LRUCache } from 'lru-cache';
import {
  DatabricksCallError,
  DatabricksClient,
  WorkspaceMetadata,
} from '../databricks';

/** Workspaces do not come and go while an admin looks at the page. */
const REMEMBER_MS = 60_000;

/** Whoever has just mended something looks again at once. */
const REMEMBER_FAILURE_MS = 5_000;
const MAX_WORKSPACES = 1_000;

/** Whether workspaces answer, and as Databricks does. */
export class WorkspaceProbe {
  readonly #databricks: DatabricksClient;
  readonly #checks = new LRUCache<string, Check>({
    max: MAX_WORKSPACES,
    ttl: REMEMBER_MS,
  });

  static create(options: { databricks: DatabricksClient }): WorkspaceProbe {
    return new WorkspaceProbe(options.databricks);
  }

  private constructor(databricks: DatabricksClient) {
    this.#databricks = databricks;
  }

  /** One line a workspace; asked anew after a minute, or, where it failed, after a few seconds. */
  checks(workspaceUrls: string[]): Promise<Check[]> {
    return Promise.all(
      [...new Set(workspaceUrls)].map(async workspaceUrl => {
        const known = this.#checks.get(workspaceUrl);
        if (known) {
          return known;
        }
        const { check } = await this.ask(workspaceUrl);
        this.#checks.set(workspaceUrl, check, {
          ttl: check.state === 'ok' ? REMEMBER_MS : REMEMBER_FAILURE_MS,
        });
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
