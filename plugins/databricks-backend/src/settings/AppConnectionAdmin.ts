import { appConnectionDefinitionSchema } from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { DatabricksServiceError } from '../errors';
import { DatabaseDefinitionStore } from './DatabaseDefinitionStore';
import {
  DefinitionChanges,
  Precondition,
  requireChangeable,
} from './DefinitionChanges';
import { DefinitionSecrets } from './DefinitionSecrets';
import { Settings } from './Settings';
import { AppConnection } from './SettingsSnapshot';

type AppConnectionInput = z.output<typeof appConnectionDefinitionSchema>;

type AppConnectionAdminOptions = {
  settings: Settings;
  changes: DefinitionChanges;
  definitions: DatabaseDefinitionStore;
  secrets: DefinitionSecrets;
};

/** Changes of app connections. */
export class AppConnectionAdmin {
  readonly #settings: Settings;
  readonly #changes: DefinitionChanges;
  readonly #definitions: DatabaseDefinitionStore;
  readonly #secrets: DefinitionSecrets;

  static create(options: AppConnectionAdminOptions): AppConnectionAdmin {
    return new AppConnectionAdmin(options);
  }

  private constructor(options: AppConnectionAdminOptions) {
    this.#settings = options.settings;
    this.#changes = options.changes;
    this.#definitions = options.definitions;
    this.#secrets = options.secrets;
  }

  /**
   * Creates or changes an app connection. A kept secret goes with its client ID only.
   *
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`
   */
  async put(
    name: string,
    input: AppConnectionInput,
    precondition: Precondition,
    dryRun: boolean,
  ): Promise<AppConnection | undefined> {
    await this.#settings.reload();
    const { appConnections } = this.#settings.current();
    const existing = appConnections.get(name);
    requireChangeable(existing, precondition);
    const clientSecret = secretOf(input, existing);
    const otherDefault = [...appConnections.values()].find(
      it => it.default && it.name !== name,
    );
    if (input.default && otherDefault?.source === 'config') {
      throw new DatabricksServiceError('invalid_request', {
        message: `default: '${otherDefault.name}' is the default in app-config`,
      });
    }
    if (dryRun) {
      return undefined;
    }
    const { clientSecret: _, ...definition } = input;
    await this.#changes.put('appConnection', name, {
      definition: {
        ...definition,
        public: clientSecret === undefined ? true : undefined,
      },
      clientSecret:
        clientSecret &&
        this.#secrets.seal(
          { kind: 'appConnection', name, clientId: input.clientId },
          clientSecret,
        ),
      existing,
      precondition,
    });
    if (input.default && otherDefault) {
      await this.#noLongerDefault(otherDefault, precondition);
    }
    return this.#settings.current().appConnections.get(name);
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async delete(name: string, precondition: Precondition): Promise<void> {
    await this.#settings.reload();
    const { appConnections, fabrics } = this.#settings.current();
    const existing = appConnections.get(name);
    const used = [...fabrics.values()].filter(
      fabric => fabric.ownAppConnection === name,
    );
    if (existing && used.length > 0) {
      throw new DatabricksServiceError('conflict', {
        message: `Still used by: ${used.map(it => it.name).join(', ')}.`,
      });
    }
    await this.#changes.delete('appConnection', name, existing, precondition);
  }

  async #noLongerDefault(
    other: AppConnection,
    precondition: Precondition,
  ): Promise<void> {
    const stored = (await this.#definitions.list()).find(
      it => it.kind === 'appConnection' && it.name === other.name,
    );
    if (stored) {
      await this.#definitions.put({
        ...stored,
        definition: { ...(stored.definition as object), default: false },
        clientSecret: stored.clientSecret,
        expectedVersion: stored.version,
        updatedBy: precondition.changedBy,
      });
      await this.#settings.reload();
    }
  }
}

function secretOf(
  input: AppConnectionInput,
  existing: AppConnection | undefined,
): string | undefined {
  if (input.public || input.clientSecret === null) {
    return undefined;
  }
  if (input.clientSecret !== undefined) {
    return input.clientSecret;
  }
  if (existing && existing.clientId === input.clientId) {
    if (existing.secretUnavailable) {
      throw new DatabricksServiceError('encryption_key_unavailable');
    }
    return existing.clientSecret;
  }
  throw new DatabricksServiceError('invalid_request', {
    message: existing
      ? 'clientSecret: is needed again with another client ID; null makes a public client'
      : 'clientSecret: is missing; null makes a public client',
  });
}
