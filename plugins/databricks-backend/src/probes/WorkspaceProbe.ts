import { TestResult } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { check, testResult } from './check';
import { Asker, OutboundBudget } from './OutboundBudget';

/** Tests whether workspaces can be reached, and answer as Databricks does. */
export class WorkspaceProbe {
  readonly #databricks;
  readonly #outboundBudget;

  constructor(options: {
    databricks: Pick<WorkspaceClient, 'readMetadata'>;
    outboundBudget: OutboundBudget;
  }) {
    this.#databricks = options.databricks;
    this.#outboundBudget = options.outboundBudget;
  }

  /**
   * What can be said of a valid fabric before it is stored.
   *
   * @throws DatabricksServiceError `too_many_requests`
   */
  async dryRun(
    fabric: string,
    workspaceUrl: string,
    asker: Asker,
  ): Promise<TestResult> {
    const valid = check.ok('definition', 'All fields are valid.');
    return this.#outboundBudget.spend(
      asker,
      { what: 'putFabric', workspaceUrl, about: { fabric } },
      async () => testResult([valid, (await this.ask(workspaceUrl)).check]),
    );
  }

  /** @returns the workspace's line and, where it answers as Databricks does, what it says of itself */
  async ask(workspaceUrl: string) {
    const id = `workspace ${new URL(workspaceUrl).host}`;
    try {
      const metadata = await this.#databricks.readMetadata(workspaceUrl);
      const answers = `${workspaceUrl} answers as Databricks does.`;
      return { metadata, check: check.ok(id, answers) };
    } catch (error) {
      if (!(error instanceof DatabricksCallError)) {
        throw error;
      }
      const { kind, message, network } = error;
      return {
        check: check.failed(
          id,
          kind === 'nonsense'
            ? `${workspaceUrl} answers, but not as a Databricks workspace does: check the host. Private Link or a network policy can do this too.`
            : `${workspaceUrl}: ${message}`,
          network ? { network } : { kind },
        ),
      };
    }
  }
}
