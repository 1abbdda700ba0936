import {
  AccessToken,
  Compute,
  ComputeState,
} from '@backstage-databricks/plugin-databricks-common';
import { LRUCache } from 'lru-cache';
import { User } from '../access';
import { WorkspaceClient } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { FabricNames, problemOf } from '../fabrics';
import { FabricTokens } from '../grants';
import { MAX_REMEMBERED, MAX_STALENESS_MS } from '../maxStaleness';
import { isSignInNeeded, ResolvedFabric } from '../settings';
import {
  Answer,
  AskedAs,
  asRefused,
  answerOf,
  askWorkspace,
  tokenFor,
} from './askWorkspace';
import { failedGrant } from './failedGrant';
import { getCompute } from './getCompute';
import { liveState } from './liveState';
import { missingComputeRight } from './missingRights';

type ComputeAnswer = Awaited<ReturnType<typeof getCompute>>;

type Look = AskedAs & { compute: Compute; token: AccessToken };

type ComputeStatesOptions = {
  databricks: WorkspaceClient;
  tokens: FabricTokens;
  names: FabricNames;
};

/** What is seen of a fabric's compute when it is not asked, or cannot be. */
type Seen = Pick<ComputeState, 'name' | 'state' | 'size' | 'problem'>;

/**
 * Looks at the compute of fabrics as the user who asks, and starts none. Pages do so again and again: what Databricks says
 * is told for `maxStaleness`, and all who look at the same time with the same token share one call. Another token, as after
 * a reconnect, looks anew.
 */
export class ComputeStates {
  readonly #options: ComputeStatesOptions;
  readonly #answers: LRUCache<string, Answer<ComputeAnswer>, Look>;
  /** By user and fabric: each look at one that is refused would renew the token, and look with another one. */
  readonly #refusals: LRUCache<string, Seen>;

  constructor(options: ComputeStatesOptions) {
    this.#options = options;
    this.#refusals = new LRUCache({
      max: MAX_REMEMBERED,
      ttl: MAX_STALENESS_MS,
      ttlResolution: 0,
    });
    this.#answers = new LRUCache({
      max: MAX_REMEMBERED,
      ttl: MAX_STALENESS_MS,
      ttlResolution: 0,
      // Who waits is answered even where newer looks have displaced this one from the cache
      ignoreFetchAbort: true,
      fetchMethod: (_key, _stale, { context }) => this.#ask(context),
    });
  }

  /** @throws DatabricksServiceError `not_found` where the fabric names no compute */
  async of(fabric: ResolvedFabric, user: User): Promise<ComputeState> {
    const { compute } = fabric;
    if (!compute) {
      throw new DatabricksServiceError('not_found', {
        message: `${fabric.title} names no compute.`,
      });
    }
    const seen: Seen = isSignInNeeded(fabric)
      ? await this.#look({ fabric, as: 'user', user }, compute)
      : { state: 'unknown' };
    const { kind, id } = compute;
    return { kind, id, ...seen, name: await this.#nameOf(fabric, seen) };
  }

  async #look(asked: AskedAs, compute: Compute): Promise<Seen> {
    const who = `${asked.user.userEntityRef} ${asked.fabric.name}`;
    const refused = this.#refusals.get(who);
    if (refused) {
      return refused;
    }
    try {
      const token = await tokenFor(this.#options.tokens, asked);
      const look = { ...asked, compute, token };
      const answer = await this.#answers.fetch(keyOf(compute, token), {
        context: look,
      });
      const seen = describe(answer!, look);
      if (answer!.error?.kind === 'refused') {
        this.#refusals.set(who, seen);
      }
      return seen;
    } catch (error) {
      if (!(error instanceof DatabricksServiceError)) {
        throw error;
      }
      return { state: 'unknown', problem: problemOf(failedGrant(error)) };
    }
  }

  async #ask({
    compute,
    token: first,
    ...asked
  }: Look): Promise<Answer<ComputeAnswer>> {
    const { databricks, tokens } = this.#options;
    const { workspaceUrl } = asked.fabric;
    const { answers, token, isRenewed } = await askWorkspace(
      tokens,
      asked,
      first,
      async accessToken => ({
        compute: await answerOf(
          getCompute(databricks, compute, { workspaceUrl, accessToken }),
        ),
      }),
    );
    if (!isRenewed) {
      return answers.compute;
    }
    const answer = asRefused(answers.compute);
    this.#answers.set(keyOf(compute, token), answer);
    return answer;
  }

  /** The name that was seen, which is kept, or the last one that was. */
  async #nameOf(
    fabric: ResolvedFabric,
    { name }: Seen,
  ): Promise<string | undefined> {
    const { names } = this.#options;
    try {
      if (name === undefined) {
        return (await names.find([fabric])).get(fabric.name)?.compute;
      }
      await names.learn(fabric, { compute: name });
    } catch {
      // Nobody needs a name to work
    }
    return name;
  }
}

function keyOf({ kind, id }: Compute, token: AccessToken): string {
  return [token.fingerprint, token.workspaceUrl, kind, id].join(' ');
}

function describe(
  answer: Answer<ComputeAnswer>,
  { compute, fabric, as, token }: Look,
): Seen {
  if (answer.error) {
    const tested = { fabric, as, userName: token.identity.name };
    const line = missingComputeRight(compute, answer.error, tested);
    return { state: 'unknown', problem: problemOf(line) };
  }
  const { name, state, size } = answer.value;
  return {
    // A nameless one goes by its ID
    name: name === compute.id ? undefined : name,
    state: liveState(state),
    size,
  };
}
