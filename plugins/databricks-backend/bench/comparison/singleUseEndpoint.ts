import { setTimeout as delay } from 'node:timers/promises';
import { TOKEN } from '../addConnections';

type Family = { isDead: boolean };

/** A pair of tokens as an endpoint gives it. */
export type Pair = { accessToken: string; refreshToken: string };

/**
 * A token endpoint whose refresh tokens are for one use. One that comes twice may have been stolen: then all that came
 * from the same sign-in are dead (RFC 9700, 4.14.2).
 */
export function singleUseEndpoint(ms: number) {
  const unused = new Map<string, Family>();
  const used = new Map<string, Family>();
  let families: Family[] = [];
  let [issued, calls, reused] = [0, 0, 0];

  const issue = (family: Family): Pair => {
    issued += 1;
    const refreshToken = `${TOKEN}-${issued}`;
    unused.set(refreshToken, family);
    return { accessToken: `${TOKEN}-for-access-${issued}`, refreshToken };
  };

  return {
    signIn(): Pair {
      const family = { isDead: false };
      families.push(family);
      return issue(family);
    },
    /** @throws Error when the refresh token was used before, or one of its family */
    async refresh(refreshToken: string): Promise<Pair> {
      calls += 1;
      const family = unused.get(refreshToken);
      const usedBy = used.get(refreshToken);
      if (usedBy) {
        reused += 1;
        usedBy.isDead = true;
      }
      unused.delete(refreshToken);
      const isRefused = !family || family.isDead;
      const pair = isRefused ? undefined : issue(family);
      if (family) {
        used.set(refreshToken, family);
      }
      await delay(ms);
      if (!pair) {
        throw new Error('Refresh token is invalid');
      }
      return pair;
    },
    /** Since it was last asked. */
    counts() {
      const lost = families.filter(it => it.isDead).length;
      const counted = { calls, reused, lost };
      [calls, reused, families] = [0, 0, []];
      unused.clear();
      used.clear();
      return counted;
    },
  };
}

export type SingleUseEndpoint = ReturnType<typeof singleUseEndpoint>;
