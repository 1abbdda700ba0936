import {
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksServiceError } from '../errors';
import { ChangeSignals } from '../portal';
import {
  DatabaseDefinitionStore,
  DefinitionChange,
  DefinitionKind,
  StoredDefinition,
  etagOfRow,
  LiveSettings,
  Provenance,
} from '../settings';
import { invalidRequest } from './invalidRequest';

/** What the caller says of the thing that they change. */
export type Precondition = {
  /** `If-Match`; absent where there is none. */
  etag?: string;
  /** Entity ref of who changes it. */
  changedBy: string;
};

/** Changes of definitions, each compared with what the caller has seen. What app-config defines is read-only here. */
export class DefinitionChanges {
  readonly #settings: LiveSettings;
  readonly #definitions: DatabaseDefinitionStore;
  readonly #changeSignals: ChangeSignals;

  constructor(options: {
    settings: LiveSettings;
    definitions: DatabaseDefinitionStore;
    changeSignals: ChangeSignals;
  }) {
    this.#settings = options.settings;
    this.#definitions = options.definitions;
    this.#changeSignals = options.changeSignals;
  }

  /**
   * Begins a change, if the caller may make it; the settings are read again first. A definition that is stored but does
   * not fit the configuration is changed without an etag, because it is shown to nobody.
   *
   * @throws DatabricksServiceError `invalid_request`, `read_only`, `conflict`
   */
  async begin(kind: DefinitionKind, name: string, precondition: Precondition) {
    if (!isDefinitionName(name)) {
      throw invalidRequest(`name: ${NAME_EXPECTED}`);
    }
    await this.#settings.reload();
    return this.#begin(kind, name, precondition);
  }

  /**
   * The same for something that must exist.
   *
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`
   */
  async beginExisting(
    kind: DefinitionKind,
    name: string,
    precondition: Precondition,
  ) {
    await this.#settings.reload();
    const isThere =
      this.#shown(kind, name) ?? this.#settings.stored(kind, name);
    const begun = isThere && this.#begin(kind, name, precondition);
    if (!begun?.stored) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is nothing of that name.',
      });
    }
    return { ...begun, stored: begun.stored };
  }

  /**
   * @param removed - is called when the row is gone, before this replica uses other settings
   * @throws DatabricksServiceError `conflict`
   */
  async delete(
    row: StoredDefinition,
    removed?: () => Promise<void>,
  ): Promise<void> {
    await this.#definitions.delete(row);
    await removed?.();
    await this.#use(() => this.#settings.written([], row));
  }

  #begin(
    kind: DefinitionKind,
    name: string,
    { etag, changedBy }: Precondition,
  ) {
    const shown = this.#shown(kind, name);
    const stored = this.#settings.stored(kind, name);
    if (shown?.source === 'config') {
      throw new DatabricksServiceError('read_only');
    }
    if (etag === undefined && shown) {
      throw new DatabricksServiceError('conflict', {
        message: 'If-Match is missing: send the etag of what you change.',
      });
    }
    if (etag !== undefined && etag !== (stored && etagOfRow(stored))) {
      throw new DatabricksServiceError('conflict');
    }
    return {
      /** What is stored under the name. */
      stored,
      /**
       * Writes all or nothing, and uses it here at once.
       *
       * @param clientSecret - `keep` leaves the stored one
       * @param others - definitions that change with it
       * @throws DatabricksServiceError `conflict`
       */
      write: async (
        definition: object,
        clientSecret: DefinitionChange['clientSecret'],
        others: DefinitionChange[] = [],
      ) => {
        const own = { kind, name, definition, clientSecret };
        const rows = await this.#definitions.put([
          { ...own, replaces: stored, updatedBy: changedBy },
          ...others,
        ]);
        await this.#use(() => this.#settings.written(rows));
      },
    };
  }

  /** Uses what was written. It is read again or, where the database does not answer, taken as it was written. */
  async #use(written: () => void): Promise<void> {
    await this.#settings.reload().catch(written);
    this.#changeSignals.settings();
  }

  #shown(kind: DefinitionKind, name: string): Provenance | undefined {
    const { fabrics, appConnections } = this.#settings.current();
    return (kind === 'fabric' ? fabrics : appConnections).get(name);
  }
}
