import {
  SealedPlace,
  SealedTable,
  SealedValueError,
  Sealer,
} from '../encryption';

/** Whose secret it is: where it may be sent is part of what it is sealed with. */
export type SecretHolder =
  | { kind: 'appConnection'; name: string; clientId: string }
  | { kind: 'fabric'; name: string; clientId: string; workspaceUrl: string };

/** Why a stored secret does not open: its encryption key is not configured, or it is not what was stored there. */
export type SecretProblem = SealedValueError['reason'];

/** What is sealed in `definitions`. */
export const sealedSecrets = {
  table: 'definitions',
  purpose: 'settings',
  columns: ['client_secret'],
  key: ['kind', 'name'],
  fence: 'version',
  place: (row: Record<'kind' | 'name' | 'definition', unknown>) => {
    const { servicePrincipal, ...definition } = JSON.parse(
      String(row.definition),
    );
    const name = String(row.name);
    return secretPlace(
      row.kind === 'fabric'
        ? { ...definition, ...servicePrincipal, kind: 'fabric', name }
        : { ...definition, kind: 'appConnection', name },
    );
  },
} satisfies SealedTable;

/** Seals and opens the secrets of definitions. With another client ID or workspace in its row one does not open. */
export class DefinitionSecrets {
  readonly #sealer: Sealer;

  constructor(options: { sealer: Sealer }) {
    this.#sealer = options.sealer;
  }

  seal(holder: SecretHolder, secret: string): string {
    const { purpose } = sealedSecrets;
    return this.#sealer.seal(purpose, secretPlace(holder), secret);
  }

  /** @returns the secret, or why it cannot be had */
  open(
    holder: SecretHolder,
    sealed: string,
  ):
    | { clientSecret: string; secretUnavailable?: undefined }
    | { clientSecret?: undefined; secretUnavailable: SecretProblem } {
    try {
      const { purpose } = sealedSecrets;
      return {
        clientSecret: this.#sealer.open(purpose, secretPlace(holder), sealed),
      };
    } catch (error) {
      return {
        secretUnavailable:
          error instanceof SealedValueError ? error.reason : 'unreadable',
      };
    }
  }
}

/** What a secret is bound to. */
function secretPlace(holder: SecretHolder): SealedPlace {
  return {
    table: sealedSecrets.table,
    column: 'client_secret',
    rowId: `${holder.kind} ${holder.name}`,
    owner:
      holder.kind === 'fabric'
        ? `${holder.clientId} ${holder.workspaceUrl}`
        : holder.clientId,
  };
}
