import {
  ComputeOptions,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { JsonObject } from '@backstage/types';
import { Request } from 'express';
import { RateLimiter, User } from '../access';
import { DatabricksServiceError } from '../errors';
import { AuditTrail } from '../portal';

/** For one user at one replica. A test makes several calls, and a dry run of a secret is a guess at it. */
const MAX_REQUESTS_PER_MINUTE = 30;

/** Of tests and checks together: what people ask for here must not become a flood there. */
const MAX_AT_ONCE_PER_HOST = 4;

/** As long as a person may take a test to be slow. */
const WAIT_FOR_HOST_MS = 5_000;

/** Whose request makes us call out. */
export type Asker = { user: User; request: Request };

/** What they make us ask, as the audit tells it. */
type Question = {
  /** The route, by its id. */
  what: string;
  workspaceUrl: string;
  /** Which definition it is about. */
  about: JsonObject;
};

/**
 * What tests, dry runs and checks may call out. A request draws one unit, whatever it calls, and leaves one audit event.
 * What nobody asked for draws none, but waits for a place at the host.
 */
export class OutboundBudget {
  readonly #audit: Pick<AuditTrail, 'record'>;
  readonly #waitMs: number;
  readonly #requests = new RateLimiter(MAX_REQUESTS_PER_MINUTE);
  readonly #hosts = new Map<
    string,
    { busy: number; waiting: (() => void)[] }
  >();

  /** @param options.waitMs - how long a request waits for a place at a host; default: 5 seconds */
  constructor(options: { audit: Pick<AuditTrail, 'record'>; waitMs?: number }) {
    this.#audit = options.audit;
    this.#waitMs = options.waitMs ?? WAIT_FOR_HOST_MS;
  }

  /**
   * Calls out for a request.
   *
   * @throws DatabricksServiceError `too_many_requests`, and what the work throws
   */
  async spend<Result extends TestResult | ComputeOptions | void>(
    { user: { userEntityRef }, request }: Asker,
    { what, workspaceUrl, about }: Question,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const { host } = new URL(workspaceUrl);
    return this.#audit.record(
      'outbound-test',
      {
        request,
        meta: { user: userEntityRef, what, host, ...about },
        describe: result => (result && 'ok' in result ? { ok: result.ok } : {}),
      },
      async () => {
        this.#requests.admit(userEntityRef);
        if (!(await this.#enter(host, AbortSignal.timeout(this.#waitMs)))) {
          throw new DatabricksServiceError('too_many_requests', {
            message: `Too many tests of ${host} are under way, and it is slow to answer. Wait a moment and try again.`,
            retryAfterSeconds: Math.ceil(WAIT_FOR_HOST_MS / 1000),
          });
        }
        return this.#leaveAfter(host, work);
      },
    );
  }

  /** Calls out for nobody in particular, when there is a place at the host. If the signal comes first, it is not done. */
  async queue<Result>(
    workspaceUrl: string,
    signal: AbortSignal,
    work: () => Promise<Result>,
  ): Promise<Result | undefined> {
    const { host } = new URL(workspaceUrl);
    return (await this.#enter(host, signal))
      ? this.#leaveAfter(host, work)
      : undefined;
  }

  /** @returns false when the signal came before a place was free */
  async #enter(host: string, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) {
      return false;
    }
    const places = this.#hosts.get(host) ?? { busy: 0, waiting: [] };
    this.#hosts.set(host, places);
    if (places.busy < MAX_AT_ONCE_PER_HOST) {
      places.busy += 1;
      return true;
    }
    return new Promise(resolve => {
      const enter = () => resolve(true);
      places.waiting.push(enter);
      signal.addEventListener(
        'abort',
        () => {
          places.waiting = places.waiting.filter(it => it !== enter);
          resolve(false);
        },
        { once: true },
      );
    });
  }

  async #leaveAfter<Result>(
    host: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    try {
      return await work();
    } finally {
      const places = this.#hosts.get(host)!;
      const next = places.waiting.shift();
      if (next) {
        next();
      } else {
        places.busy -= 1;
        if (places.busy === 0) {
          this.#hosts.delete(host);
        }
      }
    }
  }
}
