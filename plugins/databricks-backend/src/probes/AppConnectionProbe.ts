import {
  Check,
  checkWorkspaceUrl,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { workspaceHostRules } from '../config';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import {
  LiveSettings,
  mayGetSecret,
  secretProblem,
  ResolvedAppConnection,
  workspacesOf,
} from '../settings';
import { redirectUrls } from '../signIn';
import { Asker, OutboundBudget } from './OutboundBudget';
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
  outboundBudget: OutboundBudget;
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
   * @throws DatabricksServiceError `not_found`, `invalid_request`, also for a host that its secret may not go to;
   * `encryption_key_unavailable`, `credentials_unreadable`, `too_many_requests`
   */
  async run(
    name: string,
    workspaceUrl: string,
    asker: Asker,
  ): Promise<TestResult> {
    const { settings } = this.#options;
    await settings.reload();
    const { appConnections, config, fabrics } = settings.current();
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
    if (
      connection.clientSecret &&
      !mayGetSecret(checked.value, config, workspacesOf(name, fabrics))
    ) {
      throw new DatabricksServiceError('invalid_request', {
        message:
          "workspaceUrl: the kept secret goes to Databricks' own domains, to exact entries of databricks.allowedHosts and to workspaces of fabrics where users sign in with this app connection, and nowhere else",
      });
    }
    return this.#test('testAppConnection', asker, checked.value, {
      ...connection,
      isComplete: true,
    });
  }

  /**
   * Tests a client before it is stored: at a workspace where users sign in with it, or else at any that its secret may
   * go to.
   *
   * @throws DatabricksServiceError `too_many_requests`
   */
  async dryRun(client: TestedClient, asker: Asker): Promise<TestResult> {
    const { config, fabrics } = this.#options.settings.current();
    const inUse = workspacesOf(client.name, fabrics);
    const [workspaceUrl] = [
      ...inUse,
      ...[...fabrics.values()].map(it => it.workspaceUrl),
    ].filter(it => mayGetSecret(it, config, inUse));
    const valid = check.ok('definition', 'All fields are valid.');
    if (!workspaceUrl) {
      const why =
        'There is no fabric yet that names a workspace to which its secret may go.';
      return testResult([valid, notTested(why)]);
    }
    const what = 'putAppConnection';
    const { checks } = await this.#test(what, asker, workspaceUrl, client);
    return testResult([valid, ...checks]);
  }

  #test(
    what: string,
    asker: Asker,
    workspaceUrl: string,
    client: TestedClient,
  ): Promise<TestResult> {
    const about = { appConnection: client.name };
    return this.#options.outboundBudget.spend(
      asker,
      { what, workspaceUrl, about },
      async () => testResult(await this.#checks(workspaceUrl, client)),
    );
  }

  async #checks(workspaceUrl: string, client: TestedClient): Promise<Check[]> {
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
      return check.failed(id, refusalSentence(refusal, redirectUri));
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

function refusalSentence(
  refusal: 'redirect_uri' | 'unknown_client' | 'other',
  redirectUri: string,
): string {
  switch (refusal) {
    case 'redirect_uri':
      return `${redirectUri} is not registered for this client: add it in the account console, exactly. Changes can take 30 minutes.`;
    case 'unknown_client':
      return 'Databricks does not know this client ID in the account of the workspace. A new registration can take 30 minutes.';
    default:
      return 'Databricks shows an error instead of its sign-in page, for a reason that is not about the client ID or the redirect URL. An admin of the workspace can tell.';
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
