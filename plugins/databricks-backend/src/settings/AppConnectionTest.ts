import {
  AppConnectionDefinition,
  Check,
  checkWorkspaceUrl,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksCallError, DatabricksClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { Settings } from './Settings';
import { WorkspaceProbe } from './WorkspaceProbe';

/** A verifier and state that belong to nobody: the probe goes no further than the sign-in page. */
const PROBE_VALUE = 'A'.repeat(43);

/** What can be said of an app connection without anybody signing in. */
export class AppConnectionTest {
  readonly #settings: Settings;
  readonly #databricks: DatabricksClient;
  readonly #probe: WorkspaceProbe;
  readonly #redirectUris: () => string[];

  static create(options: {
    settings: Settings;
    databricks: DatabricksClient;
    probe: WorkspaceProbe;
    redirectUris: () => string[];
  }): AppConnectionTest {
    return new AppConnectionTest(options);
  }

  private constructor(options: {
    settings: Settings;
    databricks: DatabricksClient;
    probe: WorkspaceProbe;
    redirectUris: () => string[];
  }) {
    this.#settings = options.settings;
    this.#databricks = options.databricks;
    this.#probe = options.probe;
    this.#redirectUris = options.redirectUris;
  }

  /** @throws DatabricksServiceError `not_found`, `invalid_request` */
  async run(name: string, workspaceUrl: string): Promise<TestResult> {
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
    return this.#test(checked.value, connection);
  }

  /** As far as it can be tested before it is stored: at the workspaces that fabrics name. */
  async dryRun(definition: AppConnectionDefinition): Promise<TestResult> {
    const [fabric] = this.#settings.current().fabrics.values();
    const checks: Check[] = [
      { id: 'definition', state: 'ok', message: 'All fields are valid.' },
    ];
    if (!fabric) {
      return { ok: true, checks };
    }
    const tested = await this.#test(fabric.workspaceUrl, {
      clientId: definition.clientId,
      clientSecret: definition.clientSecret ?? undefined,
      scopes: definition.scopes ?? ['all-apis', 'offline_access'],
      isComplete:
        definition.public === true ||
        typeof definition.clientSecret === 'string',
    });
    return { ok: tested.ok, checks: [...checks, ...tested.checks] };
  }

  async #test(
    workspaceUrl: string,
    client: {
      clientId: string;
      clientSecret?: string;
      scopes: readonly string[];
      isComplete?: boolean;
    },
  ): Promise<TestResult> {
    const { check, metadata } = await this.#probe.ask(workspaceUrl);
    const checks: Check[] = [check];
    if (metadata) {
      checks.push(offeredScopes(client.scopes, metadata.scopes));
      checks.push(...(await this.#redirects(workspaceUrl, client)));
      if (client.isComplete !== false) {
        checks.push(await this.#clientAccepted(workspaceUrl, client));
      }
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
    client: {
      clientId: string;
      clientSecret?: string;
      scopes: readonly string[];
    },
  ): Promise<Check> {
    return guarded('client', async () => {
      try {
        await this.#databricks.refreshAccessToken({
          workspaceUrl,
          ...client,
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
    ? { id: 'scopes', state: 'ok', message: 'The scopes are offered.' }
    : {
        id: 'scopes',
        state: 'warning',
        message: `The workspace does not offer: ${missing.join(', ')}.`,
      };
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
