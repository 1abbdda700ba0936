import { AppConnectionInput } from '@backstage-databricks/plugin-databricks-common';
import { ConnectionAdmin } from '../connections';
import { DatabricksServiceError } from '../errors';
import {
  DefinitionChange,
  StoredDefinition,
  DefinitionSecrets,
  LiveSettings,
  ResolvedAppConnection,
} from '../settings';
import { ChangedClients } from './ChangedClients';
import {
  DefinitionChanges,
  Precondition,
  PreparedChange,
} from './DefinitionChanges';
import { changedFields } from './changedFields';
import { invalidRequest } from './invalidRequest';

/** Changes of app connections. */
export class AppConnectionChanges {
  readonly #settings: LiveSettings;
  readonly #changes: DefinitionChanges;
  readonly #secrets: DefinitionSecrets;
  readonly #changedClients: ChangedClients;
  readonly #connectionAdmin: ConnectionAdmin;

  constructor(options: {
    settings: LiveSettings;
    changes: DefinitionChanges;
    secrets: DefinitionSecrets;
    changedClients: ChangedClients;
    connectionAdmin: ConnectionAdmin;
  }) {
    this.#settings = options.settings;
    this.#changes = options.changes;
    this.#secrets = options.secrets;
    this.#changedClients = options.changedClients;
    this.#connectionAdmin = options.connectionAdmin;
  }

  /**
   * Prepares to create or change an app connection. A kept secret goes with its client ID only, whether it can be
   * opened or not.
   *
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`
   */
  async prepare(
    name: string,
    input: AppConnectionInput,
    precondition: Precondition,
  ): Promise<PreparedChange & { formerDefault?: string }> {
    const stored = await this.#changes.replaceable(
      'appConnection',
      name,
      precondition,
    );
    const { appConnections } = this.#settings.current();
    const others = [...appConnections.values()].filter(it => it.name !== name);
    const otherDefault = others.find(it => it.default);
    if (input.default && otherDefault?.source === 'config') {
      throw invalidRequest(
        `default: '${otherDefault.name}' is the default in app-config`,
      );
    }
    const before = definitionOf(stored);
    const clientSecret = this.#clientSecret(name, input, stored);
    const { clientSecret: _, ...fields } = input;
    const definition = {
      ...fields,
      public: clientSecret ? undefined : true,
      default:
        input.default ??
        (!otherDefault && (before?.default || others.length === 0)),
    };
    const updatedBy = precondition.changedBy;
    return {
      created: !appConnections.has(name),
      fields: changedFields(
        before,
        definition,
        clientSecret ?? (stored?.clientSecret ? 'removed' : 'keep'),
      ),
      formerDefault: definition.default ? otherDefault?.name : undefined,
      write: async () => {
        await this.#changes.put([
          {
            kind: 'appConnection',
            name,
            definition,
            clientSecret,
            replaces: stored,
            updatedBy,
          },
          ...this.#settleDefault(otherDefault, definition.default, updatedBy),
        ]);
        if (before?.clientId && before.clientId !== input.clientId) {
          await this.#changedClients.replaced(name, before.clientId);
        }
      },
    };
  }

  /**
   * Removes an app connection and ends its connections.
   *
   * @returns how many connections were ended; undefined when the database went away: they are ended later
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`
   */
  async delete(
    name: string,
    precondition: Precondition,
  ): Promise<number | undefined> {
    const stored = await this.#changes.existing(
      'appConnection',
      name,
      precondition,
    );
    const used = [...this.#settings.current().fabrics.values()]
      .filter(fabric => fabric.ownAppConnection === name)
      .map(fabric => fabric.name);
    if (used.length > 0) {
      throw new DatabricksServiceError('conflict', {
        message: `Still used by: ${used.join(', ')}.`,
      });
    }
    let ended: number | undefined;
    await this.#changes.delete(stored, async () => {
      const { clientId } = stored.definition as AppConnectionInput;
      this.#changedClients.removed(name, clientId);
      ended = await this.#connectionAdmin.end({ appConnection: name }).then(
        connections => connections.length,
        () => undefined,
      );
    });
    return ended;
  }

  /**
   * Of several app connections none is the default unless its row says so. One that is it because it was alone, or
   * that is it no more, is written together with the change.
   */
  #settleDefault(
    otherDefault: ResolvedAppConnection | undefined,
    isDefault: boolean,
    updatedBy: string,
  ): DefinitionChange[] {
    const other =
      otherDefault?.source === 'database'
        ? this.#settings.stored('appConnection', otherDefault.name)
        : undefined;
    const definition = definitionOf(other);
    if (!other || !definition || (definition.default ?? false) !== isDefault) {
      return [];
    }
    return [
      {
        kind: 'appConnection',
        name: other.name,
        definition: { ...definition, default: !isDefault },
        clientSecret: 'keep',
        replaces: other,
        updatedBy,
      },
    ];
  }

  /** The secret to store; undefined for a public client. */
  #clientSecret(
    name: string,
    { clientId, clientSecret, public: isPublic }: AppConnectionInput,
    stored: StoredDefinition | undefined,
  ): DefinitionChange['clientSecret'] {
    if (isPublic || clientSecret === null) {
      return undefined;
    }
    if (clientSecret !== undefined) {
      const holder = { kind: 'appConnection', name, clientId } as const;
      return { sealed: this.#secrets.seal(holder, clientSecret) };
    }
    if (definitionOf(stored)?.clientId === clientId) {
      return stored?.clientSecret ? 'keep' : undefined;
    }
    throw invalidRequest(
      stored
        ? 'clientSecret: is needed again with another client ID; null makes a public client'
        : 'clientSecret: is missing; null makes a public client',
    );
  }
}

function definitionOf(
  stored: StoredDefinition | undefined,
): AppConnectionInput | undefined {
  return stored?.definition as AppConnectionInput | undefined;
}
