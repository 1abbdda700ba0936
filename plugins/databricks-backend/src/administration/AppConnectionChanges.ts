import { AppConnectionInput } from '@backstage-databricks/plugin-databricks-common';
import { DatabricksServiceError } from '../errors';
import {
  DefinitionChange,
  StoredDefinition,
  DefinitionSecrets,
  LiveSettings,
  ResolvedAppConnection,
} from '../settings';
import {
  ChangeOutcome,
  DefinitionChanges,
  Precondition,
} from './DefinitionChanges';
import { changedFields } from './changedFields';

type AppConnectionAdminOptions = {
  settings: LiveSettings;
  changes: DefinitionChanges;
  secrets: DefinitionSecrets;
  /** The connections of a client ID that was replaced are good for nothing. */
  clientReplaced(appConnection: string, clientId: string): Promise<void>;
  /** The same of one that was removed, and must not be waited for. */
  clientRemoved(appConnection: string, clientId: string): void;
  /** Ends all connections of an app connection. @returns how many there were */
  endConnections(appConnection: string): Promise<number>;
};

/** Changes of app connections. */
export class AppConnectionChanges {
  readonly #options: AppConnectionAdminOptions;

  constructor(options: AppConnectionAdminOptions) {
    this.#options = options;
  }

  /**
   * Creates or changes an app connection. A kept secret goes with its client ID only, whether it can be opened or not.
   *
   * @returns undefined for a dry run
   * @throws DatabricksServiceError `read_only`, `conflict`, `invalid_request`
   */
  async put(
    name: string,
    input: AppConnectionInput,
    precondition: Precondition,
    dryRun: boolean,
  ): Promise<(ChangeOutcome & { formerDefault?: string }) | undefined> {
    const { settings, changes, secrets } = this.#options;
    const stored = await changes.replaceable(
      'appConnection',
      name,
      precondition,
    );
    const { appConnections } = settings.current();
    const others = [...appConnections.values()].filter(it => it.name !== name);
    const otherDefault = others.find(it => it.default);
    if (input.default && otherDefault?.source === 'config') {
      throw new DatabricksServiceError('invalid_request', {
        message: `default: '${otherDefault.name}' is the default in app-config`,
      });
    }
    const secret = secretOf(input, stored);
    if (dryRun) {
      return undefined;
    }
    const { clientId } = input;
    const { clientSecret: _, ...fields } = input;
    const definition = {
      ...fields,
      public: secret === undefined ? true : undefined,
      default:
        input.default ??
        (otherDefault ? false : wasDefault(stored) || others.length === 0),
    };
    const before = stored?.definition as AppConnectionInput | undefined;
    const own: DefinitionChange = {
      kind: 'appConnection',
      name,
      definition,
      clientSecret:
        secret === undefined || secret === 'keep'
          ? secret
          : {
              sealed: secrets.seal(
                { kind: 'appConnection', name, clientId },
                secret,
              ),
            },
      replaces: stored,
      updatedBy: precondition.changedBy,
    };
    await changes.put([
      own,
      ...this.#settleDefault(otherDefault, definition.default, precondition),
    ]);
    if (before?.clientId && before.clientId !== clientId) {
      await this.#options.clientReplaced(name, before.clientId);
    }
    return {
      created: !appConnections.has(name),
      fields: changedFields(
        before,
        definition,
        secret ?? (stored?.clientSecret ? 'removed' : 'keep'),
      ),
      ...(definition.default && otherDefault
        ? { formerDefault: otherDefault.name }
        : {}),
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
    const { settings, changes } = this.#options;
    const stored = await changes.existing('appConnection', name, precondition);
    const used = [...settings.current().fabrics.values()].filter(
      fabric => fabric.ownAppConnection === name,
    );
    if (used.length > 0) {
      throw new DatabricksServiceError('conflict', {
        message: `Still used by: ${used.map(it => it.name).join(', ')}.`,
      });
    }
    let ended: number | undefined;
    const { clientId } = stored.definition as AppConnectionInput;
    await changes.delete(stored, async () => {
      this.#options.clientRemoved(name, clientId);
      ended = await this.#options.endConnections(name).catch(() => undefined);
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
    { changedBy }: Precondition,
  ): DefinitionChange[] {
    const { settings } = this.#options;
    const other =
      otherDefault?.source === 'database'
        ? settings.stored('appConnection', otherDefault.name)
        : undefined;
    if (!other || wasDefault(other) === !isDefault) {
      return [];
    }
    return [
      {
        kind: 'appConnection',
        name: other.name,
        definition: { ...(other.definition as object), default: !isDefault },
        clientSecret: 'keep',
        replaces: other,
        updatedBy: changedBy,
      },
    ];
  }
}

function wasDefault(stored: StoredDefinition | undefined): boolean {
  const definition = stored?.definition as { default?: boolean } | undefined;
  return definition?.default === true;
}

/** The secret to store; `keep` leaves the one that is there; undefined for a public client. */
function secretOf(
  input: AppConnectionInput,
  stored: StoredDefinition | undefined,
): 'keep' | string | undefined {
  if (input.public || input.clientSecret === null) {
    return undefined;
  }
  if (input.clientSecret !== undefined) {
    return input.clientSecret;
  }
  const before = stored?.definition as AppConnectionInput | undefined;
  if (before?.clientId === input.clientId) {
    return stored?.clientSecret ? 'keep' : undefined;
  }
  throw new DatabricksServiceError('invalid_request', {
    message: stored
      ? 'clientSecret: is needed again with another client ID; null makes a public client'
      : 'clientSecret: is missing; null makes a public client',
  });
}
