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

/** A change that has been found good. A dry run leaves it at that. */
export type PreparedChange<Written = void> = {
  /** Nothing of that name was in use before. */
  created: boolean;
  /** Names of the fields that it makes different. */
  fields: string[];
  /** @throws DatabricksServiceError `conflict`: somebody else was faster */
  write(): Promise<Written>;
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
    const { shown, stored } = await this.#find(kind, name);
    requireUnchanged(precondition, shown, stored);
    return stored;
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
    const { shown, stored } = await this.#find(kind, name);
    if (shown || stored) {
      requireUnchanged(precondition, shown, stored);
    }
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
    removed?: () => Promise<void>,
  ): Promise<void> {
    if (!(await this.#definitions.delete(row))) {
      throw new DatabricksServiceError('conflict');
    }
    await removed?.();
    await this.#settings.reload().catch(() => this.#settings.written([], row));
    this.#changeSignals.settings();
  }

  async #find(kind: DefinitionKind, name: string) {
    await this.#settings.reload();
    const { fabrics, appConnections } = this.#settings.current();
    return {
      shown: (kind === 'fabric' ? fabrics : appConnections).get(name),
      stored: this.#settings.stored(kind, name),
    };
  }
}

function requireUnchanged(
  { etag }: Precondition,
  shown: Provenance | undefined,
  stored: StoredDefinition | undefined,
): void {
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
}
