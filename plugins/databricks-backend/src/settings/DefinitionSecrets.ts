import { isDeepStrictEqual } from 'node:util';
import {
  SealedPlace,
  SealedTable,
  SealedValueError,
  Sealer,
} from '../encryption';
import { DatabricksServiceError } from '../errors';
import { parseJson } from '../parseJson';
import {
  DefinitionChange,
  DefinitionKind,
  StoredDefinition,
} from './DatabaseDefinitionStore';
import { SecretProblem, secretProblem } from './secretProblem';

/** Whose secret it is: a definition as the database keeps it. */
type SecretHolder = Pick<StoredDefinition, 'kind' | 'name' | 'definition'>;

/** A secret, or why it does not open. */
type OpenedSecret =
  | { clientSecret: string; secretUnavailable?: undefined }
  | { clientSecret?: undefined; secretUnavailable: SecretProblem };

/**
 * The fields that decide where, for whom and with what the secret of a definition is used. It is bound to
 * them as they are stored: whoever changes one needs the secret, or its key.
 */
const BOUND_FIELDS: Record<DefinitionKind, readonly string[]> = {
  appConnection: ['clientId', 'scopes'],
  fabric: ['owner', 'workspaceUrl', 'type', 'oauthType', 'servicePrincipal'],
};

/** What is sealed in `definitions`. */
export const sealedSecrets = {
  table: 'definitions',
  purpose: 'settings',
  columns: ['client_secret'],
  key: ['kind', 'name'],
  fence: 'version',
  place: ({ kind, name, definition }: Record<string, unknown>) =>
    placeOf({
      kind: kind as DefinitionKind,
      name: String(name),
      definition: parseJson(String(definition)),
    }),
} satisfies SealedTable;

/** Seals and opens the secrets of definitions. A secret does not open where what it is bound to was altered. */
export class DefinitionSecrets {
  readonly #sealer: Sealer;

  constructor(options: { sealer: Sealer }) {
    this.#sealer = options.sealer;
  }

  seal(holder: SecretHolder, secret: string): { sealed: string } {
    const { purpose } = sealedSecrets;
    return { sealed: this.#sealer.seal(purpose, placeOf(holder), secret) };
  }

  open(holder: SecretHolder, sealed: string): OpenedSecret {
    try {
      const { purpose } = sealedSecrets;
      return {
        clientSecret: this.#sealer.open(purpose, placeOf(holder), sealed),
      };
    } catch (error) {
      return {
        secretUnavailable:
          error instanceof SealedValueError ? error.reason : 'unreadable',
      };
    }
  }

  /**
   * The stored secret of a definition that changes. It stays as it is, whether it can be opened or not, while nothing
   * changes that it is bound to; also where it was sealed for just what the definition becomes. Else it is sealed anew.
   *
   * @throws DatabricksServiceError `encryption_key_unavailable`, `credentials_unreadable`
   */
  keep(
    before: StoredDefinition,
    after: SecretHolder,
  ): DefinitionChange['clientSecret'] {
    const { clientSecret: sealed } = before;
    if (!sealed) {
      return undefined;
    }
    if (
      isDeepStrictEqual(placeOf(before), placeOf(after)) ||
      this.open(after, sealed).clientSecret !== undefined
    ) {
      return 'keep';
    }
    const { clientSecret, secretUnavailable } = this.open(before, sealed);
    if (secretUnavailable) {
      const { kind, name } = before;
      const of =
        kind === 'fabric'
          ? `the service principal of '${name}'`
          : `the app connection '${name}'`;
      const bound = BOUND_FIELDS[kind].join(', ');
      const { code, message } = secretProblem(of, secretUnavailable);
      throw new DatabricksServiceError(code, {
        message: `${message} Nothing was changed: the secret is bound to ${bound}.`,
      });
    }
    return this.seal(after, clientSecret);
  }
}

/** Where the secret of a definition stands. Fields as JSON, since not all of them are text. */
function placeOf({ kind, name, definition }: SecretHolder): SealedPlace {
  const fields = new Map<string, unknown>(Object.entries(Object(definition)));
  return {
    table: 'definitions',
    column: 'client_secret',
    rowId: `${kind} ${name}`,
    bound: BOUND_FIELDS[kind].map(
      field => JSON.stringify(fields.get(field)) ?? null,
    ),
  };
}
