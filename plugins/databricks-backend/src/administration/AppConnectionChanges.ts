import { AppConnectionInput } from '@backstage-databricks/plugin-databricks-common';
import { resolveAppConnection } from '../config';
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
import { DefinitionChanges, Precondition } from './DefinitionChanges';
import { changedFields } from './changedFields';
import { invalidRequest } from './invalidRequest';

type AppConnectionChangesOptions = {
  settings: LiveSettings;
  changes: DefinitionChanges;
  secrets: DefinitionSecrets;
  changedClients: ChangedClients;
  connectionAdmin: ConnectionAdmin;
};

/** Changes of app connections. */
export class AppConnectionChanges {
  readonly #options: AppConnectionChangesOptions;

  constructor(options: AppConnectionChangesOptions) {
    this.#options = options;
  }

  /**
   * Prepares to create or change an app connection. An input without a secret keeps the stored one, whether that can
   * be opened or not, as long as the client ID stays the same.
   *
   * @returns a change that is valid; `formerDefault` stops being the default, `client` is what a dry run tests, and
   * `write` stores the change and throws `conflict` where somebody else was faster
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`
   */
  async prepare(
    name: string,
    input: AppConnectionInput,
    precondition: Precondition,
  ) {
    const { changedClients, changes, settings } = this.#options;
    const { stored, write } = await changes.begin(
      'appConnection',
      name,
      precondition,
    );
    const { appConnections } = settings.current();
    const others = [...appConnections.values()].filter(it => it.name !== name);
    const otherDefault = others.find(it => it.default);
    if (input.default && otherDefault?.source === 'config') {
      throw invalidRequest(
        `default: '${otherDefault.name}' is the default in app-config`,
      );
    }
    const before = definitionOf(stored);
    const clientSecret = this.#clientSecret(name, input, stored);
    const kept = clientSecret === 'keep' ? appConnections.get(name) : undefined;
    const { clientSecret: _, ...fields } = input;
    const definition = {
      ...fields,
      public: clientSecret ? undefined : true,
      default:
        input.default ??
        (!otherDefault && (before?.default || others.length === 0)),
    };
    return {
      created: !appConnections.has(name),
      fields: changedFields(
        before,
        definition,
        clientSecret !== 'keep' &&
          Boolean(clientSecret ?? stored?.clientSecret),
      ),
      formerDefault: definition.default ? otherDefault?.name : undefined,
      client: {
        ...resolveAppConnection(name, input),
        clientSecret: input.clientSecret ?? kept?.clientSecret,
        isComplete: clientSecret !== 'keep' || kept?.clientSecret !== undefined,
      },
      write: async () => {
        await write(
          definition,
          clientSecret,
          this.#settleDefault(otherDefault, definition.default, precondition),
        );
        if (before?.clientId && before.clientId !== input.clientId) {
          await changedClients.replaced(name, before.clientId);
        }
      },
    };
  }

  /**
   * Removes an app connection and ends its connections.
   *
   * @returns how many connections were ended; undefined where the database did not answer any more, so that they are
   * ended later
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`
   */
  async delete(
    name: string,
    precondition: Precondition,
  ): Promise<number | undefined> {
    const { changedClients, changes, connectionAdmin, settings } =
      this.#options;
    const { stored } = await changes.beginExisting(
      'appConnection',
      name,
      precondition,
    );
    const used = [...settings.current().fabrics.values()]
      .filter(fabric => fabric.ownAppConnection === name)
      .map(fabric => fabric.name);
    if (used.length > 0) {
      throw new DatabricksServiceError('conflict', {
        message: `Still used by: ${used.join(', ')}.`,
      });
    }
    let ended: number | undefined;
    await changes.delete(stored, async () => {
      const { clientId } = stored.definition as AppConnectionInput;
      changedClients.removed(name, clientId);
      ended = await connectionAdmin.remove({ appConnection: name }).then(
        connections => connections.length,
        () => undefined,
      );
    });
    return ended;
  }

  /**
   * Among several app connections, one is the default only where its row says so. The row of the present default is
   * written together with the change in two cases: it does not say so yet, because there was no other; or another one
   * becomes the default.
   */
  #settleDefault(
    otherDefault: ResolvedAppConnection | undefined,
    isDefault: boolean,
    { changedBy }: Precondition,
  ): DefinitionChange[] {
    const other =
      otherDefault?.source === 'database'
        ? this.#options.settings.stored('appConnection', otherDefault.name)
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
        updatedBy: changedBy,
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
      return { sealed: this.#options.secrets.seal(holder, clientSecret) };
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
