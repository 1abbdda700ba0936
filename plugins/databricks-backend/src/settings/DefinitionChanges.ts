import { DatabricksServiceError } from '../errors';
import {
  DatabaseDefinitionStore,
  DefinitionKind,
} from './DatabaseDefinitionStore';
import { Settings } from './Settings';
import { Managed } from './SettingsSnapshot';

/** What a change must say of the thing that it changes. */
export type Precondition = {
  /** `If-Match`; absent where there is none. */
  etag?: string;
  /** Entity ref of who changes it. */
  changedBy: string;
};

/** Writes of definitions, each held against what the caller has seen. App-config is read-only here. */
export class DefinitionChanges {
  readonly #settings: Settings;
  readonly #definitions: DatabaseDefinitionStore;

  static create(options: {
    settings: Settings;
    definitions: DatabaseDefinitionStore;
  }): DefinitionChanges {
    return new DefinitionChanges(options.settings, options.definitions);
  }

  private constructor(
    settings: Settings,
    definitions: DatabaseDefinitionStore,
  ) {
    this.#settings = settings;
    this.#definitions = definitions;
  }

  /** @throws DatabricksServiceError `conflict` */
  async put(
    kind: DefinitionKind,
    name: string,
    change: {
      definition: object;
      clientSecret: string | undefined;
      existing?: Managed;
      precondition: Precondition;
    },
  ): Promise<void> {
    const stored = await this.#definitions.put({
      kind,
      name,
      definition: change.definition,
      clientSecret: change.clientSecret,
      expectedVersion: change.existing?.version,
      updatedBy: change.precondition.changedBy,
    });
    if (!stored) {
      throw new DatabricksServiceError('conflict');
    }
    await this.#settings.reload();
  }

  /** @throws DatabricksServiceError `not_found`, `read_only`, `conflict` */
  async delete(
    kind: DefinitionKind,
    name: string,
    existing: Managed | undefined,
    precondition: Precondition,
  ): Promise<void> {
    if (!existing) {
      throw new DatabricksServiceError('not_found', {
        message: 'There is nothing of that name.',
      });
    }
    requireChangeable(existing, precondition);
    if (!(await this.#definitions.delete(kind, name, existing.version ?? 0))) {
      throw new DatabricksServiceError('conflict');
    }
    await this.#settings.reload();
  }
}

/** @throws DatabricksServiceError `read_only`, `conflict` */
export function requireChangeable(
  existing: Managed | undefined,
  { etag }: Precondition,
): void {
  if (existing?.source === 'config') {
    throw new DatabricksServiceError('read_only');
  }
  if (existing?.etag !== etag) {
    throw new DatabricksServiceError('conflict', {
      message:
        existing && etag === undefined
          ? 'If-Match is missing: send the etag of what you change.'
          : undefined,
    });
  }
}
