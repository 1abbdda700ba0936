import { z } from 'zod/v4';

const pendingSignInSchema = z.object({
  id: z.string(),
  display: z.enum(['popup', 'page']),
  /** When it ends by itself, in epoch milliseconds. */
  expiresAt: z.number(),
  /** What must match the app connection that is registered at Databricks, for people to compare. */
  registration: z.object({ clientId: z.string(), redirectUrl: z.string() }),
  /** Who was connected when it began, as people read it. */
  before: z.string().optional(),
});

const storedSchema = z.record(z.string(), pendingSignInSchema);

/** A sign-in whose outcome nobody has seen yet. */
export type PendingSignIn = z.infer<typeof pendingSignInSchema>;

/**
 * The sign-ins of one user that are under way, by issuer. In local storage, so that all tabs know of them, and that the
 * outcome is found after a full-page sign-in and after a reload; in session storage, those that one tab has begun. By
 * user: somebody else may use this browser after them.
 */
export class PendingSignIns {
  readonly #key: string;
  readonly #storage: 'localStorage' | 'sessionStorage';
  /** Where the browser keeps nothing: this tab alone knows of them. */
  #unkept?: Record<string, PendingSignIn>;

  constructor(
    userEntityRef: string,
    storage: 'localStorage' | 'sessionStorage' = 'localStorage',
  ) {
    this.#key = `databricks.sign-ins.${userEntityRef}`;
    this.#storage = storage;
  }

  read(): Record<string, PendingSignIn> {
    try {
      const stored =
        this.#unkept ??
        storedSchema.parse(
          JSON.parse(window[this.#storage].getItem(this.#key) ?? '{}'),
        );
      return Object.fromEntries(
        Object.entries(stored).filter(
          ([, { expiresAt }]) => expiresAt > Date.now(),
        ),
      );
    } catch {
      return {};
    }
  }

  save(issuer: string, signIn: PendingSignIn): void {
    this.#write({ ...this.read(), [issuer]: signIn });
  }

  remove(issuer: string): void {
    const { [issuer]: removed, ...others } = this.read();
    if (removed) {
      this.#write(others);
    }
  }

  /** Calls back when another tab has changed them. */
  watch(onChange: () => void): () => void {
    const onStorage = (event: StorageEvent) => {
      if (event.key === this.#key || event.key === null) {
        onChange();
      }
    };
    window.addEventListener('storage', onStorage);
    return () => window.removeEventListener('storage', onStorage);
  }

  #write(signIns: Record<string, PendingSignIn>): void {
    if (this.#unkept) {
      this.#unkept = signIns;
      return;
    }
    try {
      if (Object.keys(signIns).length > 0) {
        window[this.#storage].setItem(this.#key, JSON.stringify(signIns));
      } else {
        window[this.#storage].removeItem(this.#key);
      }
    } catch {
      this.#unkept = signIns;
    }
  }
}
