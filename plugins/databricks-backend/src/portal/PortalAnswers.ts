import { LRUCache } from 'lru-cache';
import { DatabricksServiceError } from '../errors';
import { MAX_REMEMBERED, MAX_STALENESS_MS } from '../maxStaleness';
import { withTimeout } from '../withTimeout';

/** Other parts of the portal answer in milliseconds. A person still waits for so long, and a door stays shut. */
const DEADLINE_MS = 5_000;

/**
 * What other parts of the portal say of callers. An answer is kept for `maxStaleness`; those who need it while it is
 * being asked for wait for one question. What fails, or does not answer in time, opens nothing.
 */
export class PortalAnswers<Subject, Answer extends {}> {
  readonly #answers: LRUCache<string, Answer, { subject: Subject }>;

  /** @param options.problem - what the portal cannot do without the answer, for people */
  constructor(options: {
    problem: string;
    ask: (subject: Subject) => Promise<Answer>;
  }) {
    const { problem, ask } = options;
    this.#answers = new LRUCache({
      max: MAX_REMEMBERED,
      ttl: MAX_STALENESS_MS,
      // Who has asked gets the answer, also where newer questions have displaced it
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context: { subject } }) =>
        askPortal(problem, () => ask(subject)),
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

async function askPortal<T>(
  problem: string,
  question: () => Promise<T>,
): Promise<T> {
  const unavailable = () =>
    new DatabricksServiceError('unavailable', { message: problem });
  try {
    return await withTimeout(DEADLINE_MS, question(), unavailable);
  } catch {
    throw unavailable();
  }
}
