import { IssuedToken } from './Grant';
import { TokenNeed } from './TokenMemory';

type Flight = {
  owner: string;
  need: TokenNeed;
  token: Promise<IssuedToken>;
};

/** Who asks at the same time for the same thing shares one promise; other needs go one after the other. */
export class TokenFlights {
  readonly #flights = new Map<string, Flight>();

  /**
   * @param find - what a flight with another need may have left in memory
   * @param fly - one flight of its own
   */
  async share(
    key: string,
    owner: string,
    need: TokenNeed,
    find: () => IssuedToken | undefined,
    fly: () => Promise<IssuedToken>,
  ): Promise<IssuedToken> {
    for (;;) {
      const flight = this.#flights.get(key);
      if (!flight) {
        return this.#start(key, owner, need, fly());
      }
      if (isSameNeed(flight.need, need)) {
        return flight.token;
      }
      await flight.token.catch(() => {});
      const found = find();
      if (found) {
        return found;
      }
    }
  }

  /** Nobody joins the flights of this user or fabric any more. */
  forgetOwner(owner: string): void {
    for (const [key, flight] of this.#flights) {
      if (flight.owner === owner) {
        this.#flights.delete(key);
      }
    }
  }

  #start(
    key: string,
    owner: string,
    need: TokenNeed,
    flown: Promise<IssuedToken>,
  ): Promise<IssuedToken> {
    const token = flown.finally(() => {
      if (this.#flights.get(key)?.token === token) {
        this.#flights.delete(key);
      }
    });
    this.#flights.set(key, { owner, need, token });
    return token;
  }
}

function isSameNeed(one: TokenNeed, other: TokenNeed): boolean {
  return (
    one.minValidityMs === other.minValidityMs &&
    one.rejectedFingerprint === other.rejectedFingerprint
  );
}
