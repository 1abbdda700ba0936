import { timingSafeEqual } from 'node:crypto';
import { Sealer } from '../encryption';
import { RedirectPath } from './SignIn';
import { randomValue, SIGN_IN_LIFETIME_MS } from './binding';
import { CALLBACK_PATHS } from './redirect';

/** Clocks of replicas agree better than this. */
const MAX_SKEW_MS = 60_000;

/** `<issued at, in epoch seconds>.<random>.<key id>.<mac>` */
const GRAMMAR =
  /^([0-9]{1,11})\.([\w-]{43})\.([a-z][a-z0-9-]{0,62})\.([\w-]{43})$/;

/**
 * What the binding cookie of a sign-in is made of. Any replica can tell that it was made here, lately and for this
 * `state` and callback, without asking the database. So a callback that nobody has started costs nobody else anything.
 */
export class BrowserBinding {
  readonly #sealer: Sealer;
  readonly #clock: () => number;

  /** @param options.clock - epoch milliseconds */
  constructor(options: { sealer: Sealer; clock?: () => number }) {
    this.#sealer = options.sealer;
    this.#clock = options.clock ?? Date.now;
  }

  make(state: string, path: RedirectPath): string {
    const { primaryKey } = this.#sealer;
    const issuedAt = String(Math.trunc(this.#clock() / 1000));
    const random = randomValue();
    const mac = this.#mac(issuedAt, random, primaryKey, state, path);
    return [issuedAt, random, primaryKey, mac.toString('base64url')].join('.');
  }

  isGood(value: string, state: string, path: RedirectPath): boolean {
    const [, issuedAt, random, keyId, mac] = GRAMMAR.exec(value) ?? [];
    if (!mac || !this.#sealer.keyIds.includes(keyId)) {
      return false;
    }
    const ageMs = this.#clock() - issuedAtMs(value);
    const expected = this.#mac(issuedAt, random, keyId, state, path);
    return (
      ageMs >= -MAX_SKEW_MS &&
      ageMs <= SIGN_IN_LIFETIME_MS &&
      timingSafeEqual(Buffer.from(mac, 'base64url'), expected)
    );
  }

  #mac(
    issuedAt: string,
    random: string,
    keyId: string,
    state: string,
    path: RedirectPath,
  ): Buffer {
    const parts = [issuedAt, random, keyId, state, CALLBACK_PATHS[path]];
    return this.#sealer.mac(keyId, 'sign-in-cookies', parts);
  }
}

/** When a binding cookie was made, in epoch milliseconds; 0 for what is none. Its MAC is not checked. */
export function issuedAtMs(value: string): number {
  return Number(GRAMMAR.exec(value)?.[1] ?? 0) * 1000;
}
