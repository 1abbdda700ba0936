import { TokenEngine } from '../grants';
import { ChangeSignals } from '../portal';
import {
  ConnectionFilter,
  DatabaseConnectionStore,
  OwnedConnection,
} from './DatabaseConnectionStore';
import { pagesById } from './pagesById';

type ConnectionAdminOptions = {
  store: DatabaseConnectionStore;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
};

/** Ends connections of all users. */
export class ConnectionAdmin {
  readonly #options: ConnectionAdminOptions;

  constructor(options: ConnectionAdminOptions) {
    this.#options = options;
  }

  /**
   * Ends all connections that match: their tokens are erased, and their users see that an admin ended them, and why.
   *
   * @param reason - what the admin wrote
   */
  async end(
    filter: ConnectionFilter,
    reason?: string,
  ): Promise<OwnedConnection[]> {
    const { store } = this.#options;
    return this.#inBatches(filter, ids => store.endByAdmin(ids, reason));
  }

  /** Removes all connections that match, for users or app connections that are gone. */
  async remove(filter: ConnectionFilter): Promise<OwnedConnection[]> {
    const { store } = this.#options;
    return this.#inBatches(filter, ids => store.remove(filter, ids));
  }

  /**
   * Ends what matches, a batch at a time. This replica forgets the tokens of a batch even where ending it fails: the
   * database may have ended it, and only its answer is lost.
   */
  async #inBatches(
    filter: ConnectionFilter,
    end: (ids: string[]) => Promise<OwnedConnection[]>,
  ): Promise<OwnedConnection[]> {
    const { changeSignals, engine, store } = this.#options;
    const ended: OwnedConnection[] = [];
    for await (const batch of pagesById(page => store.find(filter, page))) {
      try {
        const gone = await end(batch.map(it => it.id));
        ended.push(...gone);
        changeSignals.connectionsOf(gone.map(it => it.owner));
      } finally {
        batch.forEach(it => engine.forget(it.owner));
      }
    }
    return ended;
  }
}
