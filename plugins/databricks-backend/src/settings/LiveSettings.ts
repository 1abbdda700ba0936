import {
  LoggerService,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import {
  databricksErrors,
  Pause,
} from '@backstage-databricks/plugin-databricks-common';
import { DatabricksConfig } from '../config';
import { DatabricksServiceError } from '../errors';
import { MAX_STALENESS_MS } from '../maxStaleness';
import {
  DatabaseDefinitionStore,
  DefinitionKind,
  StoredDefinition,
} from './DatabaseDefinitionStore';
import { DatabasePauseStore } from './DatabasePauseStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import { SettingsSnapshot } from './SettingsSnapshot';
import { mergeDefinitions } from './mergeDefinitions';

/** Settings of this age are read again, so that none are used that are older than promised. */
const READ_AGAIN_AFTER_MS = MAX_STALENESS_MS / 2;

type LiveSettingsOptions = {
  /** What the process started with. Some of it cannot change while the process runs. */
  config: DatabricksConfig;
  definitions: Pick<DatabaseDefinitionStore, 'list'>;
  pauses: Pick<DatabasePauseStore, 'read'>;
  secrets: DefinitionSecrets;
  logger: LoggerService;
};

/** What admins define, in app-config and in the portal. A request uses one snapshot from its beginning to its end. */
export class LiveSettings {
  readonly #options: LiveSettingsOptions;
  #config: DatabricksConfig;
  #stored: StoredDefinition[] = [];
  #paused: Pause | undefined;
  #snapshot: SettingsSnapshot;
  /** Monotonic, milliseconds. One may be readable while the other is not. */
  #readAt = Number.NEGATIVE_INFINITY;
  #pauseReadAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;
  /** The read that begins when `#reading` has ended. */
  #nextReading: Promise<void> | undefined;
  #configProblem: string | undefined;
  #stopWatching: () => void = () => {};
  readonly #listeners: (() => void)[] = [];

  static async create(options: LiveSettingsOptions): Promise<LiveSettings> {
    const settings = new LiveSettings(options);
    await settings.reload();
    return settings;
  }

  private constructor(options: LiveSettingsOptions) {
    this.#options = options;
    this.#config = options.config;
    this.#snapshot = this.#merge();
  }

  current(): SettingsSnapshot {
    return this.#snapshot;
  }

  /**
   * Holds also for work that may have waited for long.
   *
   * @throws DatabricksServiceError `paused` while an admin has paused the issuing of tokens; `unavailable` where what
   * we know of that is too old
   */
  async requireUnpaused(): Promise<void> {
    const askedAt = performance.now();
    await this.#readAgain(this.#pauseReadAt);
    const { paused } = this.#snapshot;
    if (paused) {
      const { message } = databricksErrors.paused;
      throw new DatabricksServiceError('paused', {
        message: paused.reason
          ? `${message} They wrote: '${paused.reason}'`
          : message,
      });
    }
    if (askedAt - this.#pauseReadAt >= MAX_STALENESS_MS) {
      throw new DatabricksServiceError('unavailable', { detail: 'pause' });
    }
  }

  /** What the database has under a name, even if it is not in use. */
  stored(kind: DefinitionKind, name: string): StoredDefinition | undefined {
    return this.#stored.find(it => it.kind === kind && it.name === name);
  }

  /** All names in the database, even of what is not in use. */
  storedNames(kind: DefinitionKind): string[] {
    return this.#stored.filter(it => it.kind === kind).map(it => it.name);
  }

  /** The listener is called whenever there is a new snapshot, also after a change by another replica. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  /** What was wrong with app-config when it last changed. */
  get configProblem(): string | undefined {
    return this.#configProblem;
  }

  /**
   * From now on, uses changes of app-config. A change that is not valid is logged once and not used.
   *
   * @param readConfig - reads and validates it, given what the process started with
   */
  watch(
    rootConfig: RootConfigService,
    readConfig: (started: DatabricksConfig) => DatabricksConfig,
  ): void {
    const subscription = rootConfig.subscribe?.(() => {
      try {
        this.#config = readConfig(this.#options.config);
        this.#configProblem = undefined;
        this.#replace();
      } catch (error) {
        const problem = (error as Error).message
          .split('\n')
          .map(line => line.trim())
          .filter(Boolean)
          .join('; ');
        if (problem !== this.#configProblem) {
          this.#options.logger.warn(
            `The changed configuration is not used: ${problem}`,
          );
        }
        this.#configProblem = problem;
      }
    });
    this.#stopWatching = () => subscription?.unsubscribe();
  }

  /** Waits for a read that is under way: the database is closed next. */
  async close(): Promise<void> {
    this.#stopWatching();
    await this.#reading?.catch(() => {});
  }

  /**
   * Reads the settings again before they are older than promised. While the database does not answer, the settings that
   * we have stay in use.
   */
  async keepFresh(): Promise<void> {
    await this.#readAgain(Math.min(this.#readAt, this.#pauseReadAt));
  }

  /** @param readAt - when what is needed was read, on the monotonic clock */
  async #readAgain(readAt: number): Promise<void> {
    const ageMs = performance.now() - readAt;
    if (ageMs < READ_AGAIN_AFTER_MS) {
      return;
    }
    if (!this.#reading) {
      this.reload().catch(() => {
        this.#options.logger.warn('The settings could not be read again');
      });
    }
    if (ageMs >= MAX_STALENESS_MS) {
      await this.#reading?.catch(() => {});
    }
  }

  /**
   * Reads the settings again. If a read is under way, it may have begun before the change that the caller wants to see:
   * then another one follows it, which all callers share.
   *
   * @throws DatabricksServiceError `unavailable`
   */
  reload(): Promise<void> {
    if (this.#reading) {
      this.#nextReading ??= this.#reading
        .catch(() => {})
        .then(() => {
          this.#nextReading = undefined;
          return this.reload();
        });
    }
    if (this.#nextReading) {
      return this.#nextReading;
    }
    this.#reading = this.#read().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  /**
   * Uses what this replica has just written and could not read again. The next read brings what others have written
   * since.
   */
  written(rows: StoredDefinition[], removed?: StoredDefinition): void {
    const changed = removed ? [...rows, removed] : rows;
    const others = this.#stored.filter(
      ({ kind, name }) =>
        !changed.some(it => it.kind === kind && it.name === name),
    );
    this.#stored = [...others, ...rows];
    this.#replace();
  }

  /** The same for the issuing of tokens: it is paused now, or goes on. */
  pauseWritten(paused: Pause | undefined): void {
    this.#usePause(paused, performance.now());
  }

  /** Each of the two is used where the other cannot be read. */
  async #read(): Promise<void> {
    const results = await Promise.allSettled([
      this.#readPause(),
      this.#readDefinitions(),
    ]);
    const failed = results.find(it => it.status === 'rejected');
    if (failed) {
      throw failed.reason;
    }
  }

  async #readPause(): Promise<void> {
    const startedAt = performance.now();
    this.#usePause(await this.#options.pauses.read(), startedAt);
  }

  #usePause(paused: Pause | undefined, readAt: number): void {
    this.#pauseReadAt = readAt;
    if (JSON.stringify(paused) !== JSON.stringify(this.#paused)) {
      this.#paused = paused;
      this.#replace();
    }
  }

  async #readDefinitions(): Promise<void> {
    const startedAt = performance.now();
    const stored = await this.#options.definitions.list();
    this.#readAt = startedAt;
    if (this.#versionsOf(stored) !== this.#versionsOf(this.#stored)) {
      this.#stored = stored;
      this.#replace();
    }
  }

  #replace(): void {
    this.#snapshot = this.#merge();
    this.#listeners.forEach(listener => listener());
  }

  #merge(): SettingsSnapshot {
    const { secrets } = this.#options;
    return {
      ...mergeDefinitions(this.#config, this.#stored, secrets),
      paused: this.#paused,
    };
  }

  /**
   * What tells one state of the database from another. Re-encrypting a secret gives it no new version, so that secrets
   * that did not open before are compared themselves.
   */
  #versionsOf(stored: StoredDefinition[]): string {
    const { appConnections, fabrics } = this.#snapshot;
    return JSON.stringify(
      stored.map(({ kind, name, createdAtMs, version, clientSecret }) => {
        const holder =
          kind === 'fabric'
            ? fabrics.get(name)?.servicePrincipal
            : appConnections.get(name);
        const sealed = holder?.secretUnavailable ? clientSecret : undefined;
        return [kind, name, createdAtMs, version, sealed];
      }),
    );
  }
}
