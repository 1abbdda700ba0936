import {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { JsonObject } from '@backstage/types';
import type { Request } from 'express';
import { DatabricksServiceError } from '../errors';
import { withTimeout } from '../withTimeout';

/**
 * Auditors write a line of a log, in milliseconds. A request waits at most this long for the beginning of its event, and
 * once more for the end, and both together are far below what the caller waits for.
 */
const AUDIT_DEADLINE_MS = 2_000;

/** No name, entity ref or URL of ours is longer. */
const MAX_TEXT_LENGTH = 512;

/** The audit events of this plugin. */
export type AuditEventId =
  | 'sign-in-start'
  | 'sign-in-finish'
  | 'disconnect'
  | 'token-issue'
  | 'connection-refresh'
  | 'connection-end'
  | 'app-connection-change'
  | 'fabric-change'
  | 'service-principal-change'
  | 'encryption-sweep'
  | 'outbound-test'
  | 'pause';

type AuditEventOptions = {
  /** Absent for the callbacks, because it would record the code. */
  request?: Request;
  severityLevel?: AuditorServiceEventSeverityLevel;
  meta: JsonObject;
};

/** All audit events go through this. An auditor that fails or hangs never makes the request fail or hang. */
export class AuditTrail {
  readonly #auditor: AuditorService;
  readonly #logger: LoggerService;

  constructor(options: { auditor: AuditorService; logger: LoggerService }) {
    this.#auditor = options.auditor;
    this.#logger = options.logger;
  }

  /** Does the work and records that it succeeded or was refused. */
  async record<T>(
    eventId: AuditEventId,
    options: AuditEventOptions & { describe?: (result: T) => JsonObject },
    work: () => Promise<T>,
  ): Promise<T> {
    const event = await this.#begin(eventId, options);
    try {
      const result = await work();
      await this.#safely(() =>
        event?.success({ meta: known(options.describe?.(result) ?? {}) }),
      );
      return result;
    } catch (error) {
      await this.#safely(() => event?.fail({ error: told(error) }));
      throw error;
    }
  }

  /** Records what has happened already. */
  async note(
    eventId: AuditEventId,
    options: AuditEventOptions & { failure?: string },
  ): Promise<void> {
    const { failure } = options;
    const event = await this.#begin(eventId, options);
    await this.#safely(() =>
      failure ? event?.fail({ error: new Error(failure) }) : event?.success(),
    );
  }

  async #begin(eventId: AuditEventId, options: AuditEventOptions) {
    return this.#safely(() =>
      this.#auditor.createEvent({
        eventId,
        severityLevel: options.severityLevel ?? 'medium',
        request: options.request,
        meta: known(options.meta),
      }),
    );
  }

  async #safely<T>(call: () => Promise<T> | undefined): Promise<T | undefined> {
    try {
      const work = call();
      return work && (await withTimeout(AUDIT_DEADLINE_MS, work, tooLate));
    } catch (error) {
      this.#logger.warn(`An audit event was lost: ${(error as Error).name}`);
      return undefined;
    }
  }
}

function tooLate(): Error {
  return Object.assign(new Error(), { name: 'TimeoutError' });
}

/** Leaves out what is not known. A refused request may have brought any text: it makes no line of its own, and no long one. */
function known(meta: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(meta)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [
        name,
        typeof value === 'string' ? oneLine(value) : value,
      ]),
  );
}

function oneLine(text: string): string {
  return text.slice(0, MAX_TEXT_LENGTH).replace(/[\p{Cc}\u2028\u2029]/gu, '?');
}

/** What others throw quotes statements and bodies in its message, too: of that only the kind is told. */
function told(error: unknown): Error {
  const name = error instanceof Error ? error.name : typeof error;
  const message =
    error instanceof DatabricksServiceError ? oneLine(error.message) : name;
  return Object.assign(new Error(message), { name });
}
