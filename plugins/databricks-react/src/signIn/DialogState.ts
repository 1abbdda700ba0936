import type { Issuer } from '@backstage-databricks/plugin-databricks-common';

/**
 * The dialog that is open. `ready` and `signOut` come before the sign-in itself.
 *
 * @public
 */
export type OpenDialog = {
  issuer: string;
  intent: 'connect' | 'switch' | 'disconnect';
  step: 'ready' | 'signOut' | 'signIn';
  /** Where it was opened: a Prophecy fabric has a redirect URL of its own. */
  fabric?: string;
  /** What it is about, where the list of fabrics does not have it or is not known. */
  of?: Issuer;
};

/** The one dialog of a page, and who of those that could draw it does: the first. */
export class DialogState {
  readonly #onChange: () => void;
  #open?: OpenDialog;
  #hosts: string[] = [];

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  get current(): OpenDialog | undefined {
    return this.#open;
  }

  get host(): string | undefined {
    return this.#hosts[0];
  }

  of(issuer: string): OpenDialog | undefined {
    return this.#open?.issuer === issuer ? this.#open : undefined;
  }

  open(dialog: OpenDialog): void {
    this.#open = dialog;
    this.#onChange();
  }

  /** Closes it where it is about this issuer. */
  close(issuer: string): void {
    if (this.of(issuer)) {
      this.#open = undefined;
      this.#onChange();
    }
  }

  addHost(id: string): () => void {
    this.#hosts.push(id);
    this.#onChange();
    return () => {
      this.#hosts = this.#hosts.filter(it => it !== id);
      this.#onChange();
    };
  }
}
