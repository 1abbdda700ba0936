import {
  AppConnectionInput,
  Check,
  checkWorkspaceUrl,
  DEFAULT_APP_CONNECTION_SCOPES,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError, WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import {
  secretProblem,
  LiveSettings,
  ResolvedAppConnection,
} from '../settings';
import { WorkspaceProbe } from './WorkspaceProbe';
import { check } from './check';

/** A verifier and state that belong to nobody: the probe goes no further than the sign-in page. */
const PROBE_VALUE = 'A'.repeat(43);

/** The client that is tested; whether its secret is known, or it needs none. */
type TestedClient = Pick<
  ResolvedAppConnection,
  'clientId' | 'clientSecret' | 'scopes'
> & {
  isComplete: boolean;
};

type AppConnectionTestOptions = {
  settings: LiveSettings;
  databricks: WorkspaceClient;
  probe: WorkspaceProbe;
  redirectUris: () => string[];
};

/** What can be said of an app connection without anybody signing in. */
export class AppConnectionProbe {
  readonly #settings: LiveSettings;
  readonly #databricks: WorkspaceClient;
  readonly #probe: WorkspaceProbe;
  readonly #redirectUris: () => string[];

  constructor(options: AppConnectionTestOptions) {
    this.#settings = options.settings;
    this.#databricks = options.databricks;
    this.#probe = options.probe;
    this.#redirectUris = options.redirectUris;
  }

  /**
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
    const checked = checkWorkspaceUrl(workspaceUrl, {
      allowedHosts: config.allowedHosts,
      allowLoopback: !config.production,
    });
    if (checked.value === undefined) {
      throw new DatabricksServiceError('invalid_request', {
        message: `workspaceUrl: ${checked.problem}`,
      });
    }
    const { secretUnavailable } = connection;
    if (secretUnavailable) {
      const { code, message } = secretProblem(
        `the app connection '${name}'`,
        secretUnavailable,
      );
      throw new DatabricksServiceError(code, { message });
    }
    return this.#test(checked.value, { ...connection, isComplete: true });
  }

  /**
   * As far as it can be tested before it is stored: at a workspace of a fabric that uses it, else at any. A secret
   * that is kept is tested too.
   */
  async dryRun(
    name: string,
    definition: AppConnectionInput,
  ): Promise<TestResult> {
    const { fabrics, appConnections } = this.#settings.current();
    const all = [...fabrics.values()];
    const fabric = all.find(it => it.appConnection === name) ?? all[0];
    const checks: Check[] = [check.ok('definition', 'All fields are valid.')];
    if (!fabric) {
      checks.push(
        notTested('There is no fabric yet that names a workspace to ask.'),
      );
      return { ok: true, checks };
    }
    const { clientId, scopes = DEFAULT_APP_CONNECTION_SCOPES } = definition;
    const known = appConnections.get(name);
    const kept = known?.clientId === clientId ? known.clientSecret : undefined;
    const isPublic = definition.public || definition.clientSecret === null;
    const clientSecret = isPublic ? undefined : definition.clientSecret ?? kept;
    const tested = await this.#test(fabric.workspaceUrl, {
      clientId,
      clientSecret,
      scopes,
      isComplete:
        clientSecret !== undefined ||
        isPublic ||
        known?.hasClientSecret === false,
    });
    return { ok: tested.ok, checks: [...checks, ...tested.checks] };
  }

  async #test(workspaceUrl: string, client: TestedClient): Promise<TestResult> {
    const { check: workspace, metadata } = await this.#probe.ask(workspaceUrl);
    const checks: Check[] = [workspace];
    if (metadata) {
      checks.push(offeredScopes(client.scopes, metadata.scopes));
      checks.push(...(await this.#redirects(workspaceUrl, client)));
      checks.push(
        client.isComplete
          ? await this.#clientAccepted(workspaceUrl, client)
          : notTested(
              'Its encryption key is not configured, so that the stored secret cannot be opened.',
            ),
      );
    }
    return { ok: checks.every(it => it.state !== 'failed'), checks };
  }

  /** Databricks shows an error before its sign-in page where client ID or redirect URL are not registered. */
  async #redirects(
    workspaceUrl: string,
    client: { clientId: string; scopes: readonly string[] },
  ): Promise<Check[]> {
    return Promise.all(
      this.#redirectUris().map(redirectUri =>
        guarded('redirect-url', async () => {
          const refusal = await this.#databricks.probeAuthorization({
            authorizationUrl: await this.#databricks.buildAuthorizationUrl({
              workspaceUrl,
              clientId: client.clientId,
              redirectUri,
              scopes: client.scopes,
              state: PROBE_VALUE,
              codeVerifier: PROBE_VALUE,
            }),
          });
          switch (refusal) {
            case undefined:
              return { state: 'ok', message: `${redirectUri} is accepted.` };
            case 'redirect_uri':
              return {
                state: 'failed',
                message: `${redirectUri} is not registered for this client: add it in the account console, exactly. Changes can take 30 minutes.`,
              };
            default:
              return {
                state: 'failed',
                message:
                  'Databricks does not know this client ID in the account of the workspace. A new registration can take 30 minutes.',
              };
          }
        }),
      ),
    );
  }

  /** A refresh token that cannot exist: whether the client or the token is refused tells what Databricks thinks of the client. */
  async #clientAccepted(
    workspaceUrl: string,
    { clientId, clientSecret, scopes }: TestedClient,
  ): Promise<Check> {
    return guarded('client', async () => {
      try {
        await this.#databricks.refreshAccessToken({
          workspaceUrl,
          clientId,
          clientSecret,
          scopes,
          refreshToken: PROBE_VALUE,
        });
      } catch (error) {
        if (
          error instanceof DatabricksCallError &&
          error.kind === 'client_rejected'
        ) {
          return {
            state: 'failed',
            message:
              'Databricks refuses the client ID and secret. Make a new secret in the account console and enter it here.',
          };
        }
        if (
          !(error instanceof DatabricksCallError) ||
          error.kind !== 'refresh_token_invalid'
        ) {
          throw error;
        }
      }
      return {
        state: 'ok',
        message: 'Databricks accepts the client ID and secret.',
      };
    });
  }
}

function offeredScopes(
  scopes: readonly string[],
  offered: string[] | undefined,
): Check {
  const missing = offered
    ? scopes.filter(scope => !offered.includes(scope))
    : [];
  return missing.length === 0
    ? check.ok('scopes', 'The scopes are offered.')
    : check.warning(
        'scopes',
        `The workspace does not offer: ${missing.join(', ')}.`,
      );
}

function notTested(why: string): Check {
  return check.warning(
    'client',
    `The client ID and secret were not tested at Databricks. ${why}`,
  );
}

async function guarded(
  id: string,
  ask: () => Promise<Omit<Check, 'id'>>,
): Promise<Check> {
  try {
    return { id, ...(await ask()) };
  } catch (error) {
    if (!(error instanceof DatabricksCallError)) {
      throw error;
    }
    return { id, state: 'warning', message: error.message };
  }
}
