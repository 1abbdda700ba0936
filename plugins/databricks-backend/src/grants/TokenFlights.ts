import { IssuedToken } from './IssuedToken';
import { TokenNeed } from './TokenMemory';

type Flight = { owner: string; token: Promise<IssuedToken> };

/**
 * Who asks at the same time for the same thing shares one promise. Other needs fly by themselves: whoever is content
 * with what is stored does not wait for a renewal that somebody else insists on. The lease keeps them from renewing
 * twice.
 */
export class TokenFlights {
  readonly #flights = new Map<string, Flight>();

  /** @param fly - one flight of its own */
  share(
    holderKey: string,
    owner: string,
    need: TokenNeed,
    fly: () => Promise<IssuedToken>,
  ): Promise<IssuedToken> {
    const key = `${need.minValidityMs ?? ''}\n${
      need.rejectedFingerprint ?? ''
    }\n${holderKey}`;
    const flight = this.#flights.get(key);
    if (flight) {
      return flight.token;
    }
    const own = { owner, token: fly() };
    this.#flights.set(key, own);
    const over = () => {
      if (this.#flights.get(key) === own) {
        this.#flights.delete(key);
      }
    };
    own.token.then(over, over);
    return own.token;
  }

  /** Nobody joins the flights of this user or fabric any more. */
  forgetOwner(owner: string): void {
    for (const [key, flight] of this.#flights) {
      if (flight.owner === owner) {
        this.#flights.delete(key);
      }
    }
  }
}
