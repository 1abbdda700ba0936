import { Knex } from 'knex';

/** One process that is asked for tokens. */
export type Replica = {
  /** @throws Error where no token can be given */
  token(name: string): Promise<string>;
  /** The next one is not from memory. */
  forget(name: string): void;
};

/** A way to keep tokens and to renew them once, though many ask. */
export type Design = {
  name: string;
  /** Stores tokens, in place of those with the same names. */
  store(names: readonly string[], tokens: 'fresh' | 'expired'): Promise<void>;
  replica(knex: Knex): Replica;
  /** The bare read of what the design stores under a name. */
  row(name: string): PromiseLike<unknown>;
};
