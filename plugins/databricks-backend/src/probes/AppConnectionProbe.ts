import {
  Check,
  checkWorkspaceUrl,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { workspaceHostRules } from '../config';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import {
  secretProblem,
  LiveSettings,
  ResolvedAppConnection,
} from '../settings';
import { redirectUrls } from '../signIn';
import { WorkspaceProbe } from './WorkspaceProbe';
import { check, testResult } from './check';
import { CLIENT_ACCEPTED, clientRefused } from './clientSentences';

/** A verifier, state and refresh token that belong to nobody: Databricks never accepts them. */
const PROBE_VALUE = 'A'.repeat(43);

/** The client that is tested. */
type TestedClient = Pick<
  ResolvedAppConnection,
  'name' | 'clientId' | 'clientSecret' | 'scopes'
> & {
  /** Whether its secret is known, or it needs none. */
  isComplete: boolean;
};

type AppConnectionProbeOptions = {
  settings: LiveSettings;
  databricks: WorkspaceClient;
  workspaceProbe: WorkspaceProbe;
};

/** Tests what can be tested of an app connection while nobody signs in. */
export class AppConnectionProbe {
  readonly #options: AppConnectionProbeOptions;

  constructor(options: AppConnectionProbeOptions) {
    this.#options = options;
  }

  /**
   * Tests an app connection as it is now.
   *
   * @throws DatabricksServiceError `not_found`, `invalid_request`, `encryption_key_unavailable`,
   * `credentials_unreadable`
   */
  async run(name: string, workspaceUrl: string): Promise<TestResult> {
    const { settings } = this.#options;
    await settings.reload();
    const { appConnections, config } = settings.current();
    const connection = appConnections.get(name);
    if (!connection) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is no such app connection.',
      });
    }
    const checked = checkWorkspaceUrl(workspaceUrl, workspaceHostRules(config));
    if (checked.value === undefined) {
      throw new DatabricksServiceError('invalid_request', {
        message: `workspaceUrl: ${checked.problem}`,
      });
    }
    if (connection.secretUnavailable) {
      const of = `the app connection '${name}'`;
      const problem = secretProblem(of, connection.secretUnavailable);
      throw new DatabricksServiceError(problem.code, problem);
    }
    const client = { ...connection, isComplete: true };
    return testResult(await this.#test(checked.value, client));
  }

  /** Tests a client before it is stored, at the workspace of a fabric that uses it, or else at any workspace. */
  async dryRun(client: TestedClient): Promise<TestResult> {
    const fabrics = [...this.#options.settings.current().fabrics.values()];
    const fabric =
      fabrics.find(it => it.appConnection === client.name) ?? fabrics[0];
    return testResult([
      check.ok('definition', 'All fields are valid.'),
      ...(fabric
        ? await this.#test(fabric.workspaceUrl, client)
        : [notTested('There is no fabric yet that names a workspace to ask.')]),
    ]);
  }

  async #test(workspaceUrl: string, client: TestedClient): Promise<Check[]> {
    const { settings, workspaceProbe } = this.#options;
    const asked = await workspaceProbe.ask(workspaceUrl);
    if (!asked.metadata) {
      return [asked.check];
    }
    const unreadable =
      'Its encryption key is not configured, so that the stored secret cannot be opened.';
    return [
      asked.check,
      offeredScopes(client.scopes, asked.metadata.scopes),
      ...(await Promise.all(
        redirectUrls(settings.current().config).map(({ url }) =>
          this.#redirect(workspaceUrl, client, url),
        ),
      )),
      client.isComplete
        ? await this.#client(workspaceUrl, client)
        : notTested(unreadable),
    ];
  }

  /** Where client ID or redirect URL are not registered, Databricks shows an error instead of its sign-in page. */
  async #redirect(
    workspaceUrl: string,
    { clientId, scopes }: TestedClient,
    redirectUri: string,
  ): Promise<Check> {
    const id = 'redirect-url';
    const { databricks } = this.#options;
    return check.asking(id, 'warning', async () => {
      const authorizationUrl = await databricks.buildAuthorizationUrl({
        workspaceUrl,
        clientId,
        redirectUri,
        scopes,
        state: PROBE_VALUE,
        codeVerifier: PROBE_VALUE,
      });
      const refusal = await databricks.probeAuthorization(authorizationUrl);
      if (!refusal) {
        return `${redirectUri} is accepted.`;
      }
      return check.failed(
        id,
        refusal === 'redirect_uri'
          ? `${redirectUri} is not registered for this client: add it in the account console, exactly. Changes can take 30 minutes.`
          : 'Databricks does not know this client ID in the account of the workspace. A new registration can take 30 minutes.',
      );
    });
  }

  /** Sends a refresh token that cannot exist. A client that Databricks accepts is told that the token is invalid. */
  async #client(workspaceUrl: string, client: TestedClient): Promise<Check> {
    const { name, clientId, clientSecret, scopes } = client;
    return check.asking('client', 'warning', async () => {
      try {
        await this.#options.databricks.refreshAccessToken({
          workspaceUrl,
          clientId,
          clientSecret,
          scopes,
          refreshToken: PROBE_VALUE,
        });
      } catch (error) {
        const kind = error instanceof DatabricksCallError && error.kind;
        if (kind === 'client_rejected') {
          return check.failed('client', clientRefused(name));
        }
        if (kind !== 'refresh_token_invalid') {
          throw error;
        }
      }
      return CLIENT_ACCEPTED;
    });
  }
}

function offeredScopes(
  scopes: readonly string[],
  offered: readonly string[] = scopes,
): Check {
  const missing = scopes.filter(scope => !offered.includes(scope));
  return check.that(
    'scopes',
    missing.length === 0,
    'The scopes are offered.',
    `The workspace does not offer: ${missing.join(', ')}.`,
  );
}

function notTested(why: string): Check {
  return check.warning(
    'client',
    `The client ID and secret were not tested at Databricks. ${why}`,
  );
}
