import { LRUCache } from 'lru-cache';
import { DatabricksServiceError } from '../errors';
import { MAX_REMEMBERED, MAX_STALENESS_MS } from '../maxStaleness';
import { withTimeout } from '../withTimeout';

/** Other parts of the portal answer in milliseconds. A person still waits for this long, and access is then refused. */
export const PORTAL_DEADLINE_MS = 5_000;

/**
 * What other parts of the portal say of callers. An answer is kept for `maxStaleness`, and all who need it at the same
 * time share one question. Where there is no answer in time, access is refused.
 */
export class PortalAnswers<Subject, Answer extends {}> {
  readonly #answers: LRUCache<string, Answer, { subject: Subject }>;

  /** @param options.problem - what the portal cannot do without the answer, for people */
  constructor(options: {
    problem: string;
    ask: (subject: Subject) => Promise<Answer>;
  }) {
    const unavailable = () =>
      new DatabricksServiceError('unavailable', { message: options.problem });
    this.#answers = new LRUCache({
      max: MAX_REMEMBERED,
      ttl: MAX_STALENESS_MS,
      // Reads the clock at each look, where it would start a timer for each millisecond in which somebody looks
      ttlResolution: 0,
      // A question is answered even where newer ones have displaced it from the cache
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context: { subject } }) =>
        withTimeout(
          PORTAL_DEADLINE_MS,
          options.ask(subject),
          unavailable,
        ).catch(() => {
          throw unavailable();
        }),
    });
  }

  /**
   * @param key - what the answer depends on
   * @throws DatabricksServiceError `unavailable`
   */
  async about(key: string, subject: Subject): Promise<Answer> {
    return (
      this.#answers.get(key) ??
      this.#answers.forceFetch(key, { context: { subject } })
    );
  }
}
