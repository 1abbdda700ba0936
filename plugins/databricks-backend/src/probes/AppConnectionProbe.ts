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
import { WorkspaceProbe } from './WorkspaceProbe';
import { check, testResult } from './check';
import { CLIENT_ACCEPTED, clientRefused } from './clientSentences';

/** A verifier, state and refresh token that belong to nobody: Databricks never accepts them. */
const PROBE_VALUE = 'A'.repeat(43);

/** The client that is tested. */
export type TestedClient = Pick<
  ResolvedAppConnection,
  'name' | 'clientId' | 'clientSecret' | 'scopes'
> & {
  /** Its secret is known, or it needs none. */
  isComplete: boolean;
};

/** What can be said of an app connection without anybody signing in. */
export class AppConnectionProbe {
  readonly #settings: LiveSettings;
  readonly #databricks: WorkspaceClient;
  readonly #probe: WorkspaceProbe;
  readonly #redirectUris: () => string[];

  constructor(options: {
    settings: LiveSettings;
    databricks: WorkspaceClient;
    probe: WorkspaceProbe;
    redirectUris: () => string[];
  }) {
    this.#settings = options.settings;
    this.#databricks = options.databricks;
    this.#probe = options.probe;
    this.#redirectUris = options.redirectUris;
  }

  /**
   * Tests an app connection as it is now.
   *
   * @throws DatabricksServiceError `not_found`, `invalid_request`, `encryption_key_unavailable`,
   * `credentials_unreadable`
   */
  async run(name: string, workspaceUrl: string): Promise<TestResult> {
    await this.#settings.reload();
    const { appConnections, config } = this.#settings.current();
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
    const { secretUnavailable } = connection;
    if (secretUnavailable) {
      const of = `the app connection '${name}'`;
      const problem = secretProblem(of, secretUnavailable);
      throw new DatabricksServiceError(problem.code, problem);
    }
    const client = { ...connection, isComplete: true };
    return testResult(await this.#test(checked.value, client));
  }

  /** Tests a client before it is stored: at a workspace of a fabric that uses the app connection, else at any. */
  async dryRun(client: TestedClient): Promise<TestResult> {
    const fabrics = [...this.#settings.current().fabrics.values()];
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
    const asked = await this.#probe.ask(workspaceUrl);
    if (!asked.metadata) {
      return [asked.check];
    }
    const unreadable =
      'Its encryption key is not configured, so that the stored secret cannot be opened.';
    return [
      asked.check,
      offeredScopes(client.scopes, asked.metadata.scopes),
      ...(await Promise.all(
        this.#redirectUris().map(redirectUri =>
          this.#redirect(workspaceUrl, client, redirectUri),
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
    return check.asking(id, 'warning', async () => {
      const refusal = await this.#databricks.probeAuthorization({
        authorizationUrl: await this.#databricks.buildAuthorizationUrl({
          workspaceUrl,
          clientId,
          redirectUri,
          scopes,
          state: PROBE_VALUE,
          codeVerifier: PROBE_VALUE,
        }),
      });
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

  /**
   * Spends a refresh token that cannot exist: whether Databricks refuses the client or the token tells what it thinks
   * of the client.
   */
  async #client(workspaceUrl: string, client: TestedClient): Promise<Check> {
    const { name, clientId, clientSecret, scopes } = client;
    return check.asking('client', 'warning', async () => {
      try {
        await this.#databricks.refreshAccessToken({
          workspaceUrl,
          clientId,
          clientSecret,
          scopes,
          refreshToken: PROBE_VALUE,
        });
      } catch (error) {
        const kind =
          error instanceof DatabricksCallError ? error.kind : undefined;
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
