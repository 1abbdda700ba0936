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

/** What a change must say of the thing that it changes. */
export type Precondition = {
  /** `If-Match`; absent where there is none. */
  etag?: string;
  /** Entity ref of who changes it. */
  changedBy: string;
};

/** What a change did, for its answer and its audit. */
export type ChangeOutcome = {
  /** Nothing of that name was in use before. */
  created: boolean;
  /** Names of the fields that are different now. */
  fields: string[];
};

/** Writes of definitions, each held against what the caller has seen. App-config is read-only here. */
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
   * What stands under a name, if the caller may change it. The settings are read again before. What is stored but does
   * not fit the configuration is shown to nobody, so that nobody can know its etag: it is changed without one.
   *
   * @returns undefined when nothing is stored under the name
   * @throws DatabricksServiceError `read_only`, `conflict`
   */
  async replaceable(
    kind: DefinitionKind,
    name: string,
    precondition: Precondition,
  ): Promise<StoredDefinition | undefined> {
    await this.#settings.reload();
    return this.#checked(kind, name, precondition);
  }

  /**
   * The same, where there must be something.
   *
   * @throws DatabricksServiceError `not_found`, `read_only`, `conflict`
   */
  async existing(
    kind: DefinitionKind,
    name: string,
    precondition: Precondition,
  ): Promise<StoredDefinition> {
    await this.#settings.reload();
    const isThere =
      this.#shown(kind, name) || this.#settings.stored(kind, name);
    const stored = isThere && this.#checked(kind, name, precondition);
    if (!stored) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is nothing of that name.',
      });
    }
    return stored;
  }

  /**
   * Writes all changes or none, and uses them here at once.
   *
   * @throws DatabricksServiceError `conflict`
   */
  async put(changes: DefinitionChange[]): Promise<void> {
    const rows = await this.#definitions.put(changes);
    if (!rows) {
      throw new DatabricksServiceError('conflict');
    }
    // It is done, whether it can be read again or not
    await this.#settings.reload().catch(() => this.#settings.written(rows));
    this.#changeSignals.settings();
  }

  /**
   * @param removed - what must be done when it is gone, before anybody here is told
   * @throws DatabricksServiceError `conflict`
   */
  async delete(
    row: StoredDefinition,
    removed: () => Promise<void> = async () => {},
  ): Promise<void> {
    if (!(await this.#definitions.delete(row))) {
      throw new DatabricksServiceError('conflict');
    }
    await removed();
    await this.#settings.reload().catch(() => this.#settings.written([], row));
    this.#changeSignals.settings();
  }

  #shown(kind: DefinitionKind, name: string): Provenance | undefined {
    const { fabrics, appConnections } = this.#settings.current();
    return (kind === 'fabric' ? fabrics : appConnections).get(name);
  }

  #checked(
    kind: DefinitionKind,
    name: string,
    { etag }: Precondition,
  ): StoredDefinition | undefined {
    const shown = this.#shown(kind, name);
    if (shown?.source === 'config') {
      throw new DatabricksServiceError('read_only');
    }
    const stored = this.#settings.stored(kind, name);
    const seen = stored && etagOfRow(stored);
    if (etag === undefined ? shown : etag !== seen) {
      throw new DatabricksServiceError('conflict', {
        message:
          etag === undefined
            ? 'If-Match is missing: send the etag of what you change.'
            : undefined,
      });
    }
    return stored;
  }
}
