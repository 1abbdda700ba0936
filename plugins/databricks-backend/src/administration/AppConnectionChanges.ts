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
   * Prepares to create or change an app connection. An input without a secret keeps the stored one, as long as the
   * client ID stays the same; it must open where something changes that it is bound to.
   *
   * @returns a change that is valid; `formerDefault` stops being the default, `client` is what a dry run tests, and
   * `write` stores the change and throws `conflict` where somebody else was faster
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`, `encryption_key_unavailable`,
   * `credentials_unreadable`
   */
  async prepare(
    name: string,
    input: AppConnectionInput,
    precondition: Precondition,
  ) {
    const { changedClients, changes, secrets, settings } = this.#options;
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
    const keeps = keepsSecret(input, stored);
    const known = keeps ? appConnections.get(name) : undefined;
    const { clientSecret, ...fields } = input;
    const definition = {
      ...fields,
      public: clientSecret || keeps ? undefined : true,
      default:
        input.default ??
        (!otherDefault && (before?.default || others.length === 0)),
    };
    const holder = { kind: 'appConnection' as const, name, definition };
    const kept = keeps && stored ? secrets.keep(stored, holder) : undefined;
    return {
      created: !appConnections.has(name),
      fields: changedFields(
        before,
        definition,
        !kept && Boolean(clientSecret ?? stored?.clientSecret),
      ),
      formerDefault: definition.default ? otherDefault?.name : undefined,
      client: {
        ...resolveAppConnection(name, input),
        clientSecret: clientSecret ?? known?.clientSecret,
        isComplete: !kept || known?.clientSecret !== undefined,
      },
      write: async () => {
        await write(
          definition,
          clientSecret ? secrets.seal(holder, clientSecret) : kept,
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
      const clientId = definitionOf(stored)?.clientId;
      if (clientId) {
        changedClients.removed(name, clientId);
      }
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
}

/** Whether there is a stored secret that stays. Not for a new secret, nor for a public client. */
function keepsSecret(
  { clientId, clientSecret, public: isPublic }: AppConnectionInput,
  stored: StoredDefinition | undefined,
): boolean {
  if (isPublic || clientSecret !== undefined) {
    return false;
  }
  if (definitionOf(stored)?.clientId !== clientId) {
    throw invalidRequest(
      stored
        ? 'clientSecret: is needed again with another client ID; null makes a public client'
        : 'clientSecret: is missing; null makes a public client',
    );
  }
  return stored?.clientSecret !== undefined;
}

function definitionOf(
  stored: StoredDefinition | undefined,
): AppConnectionInput | undefined {
  return stored?.definition as AppConnectionInput | undefined;
}
