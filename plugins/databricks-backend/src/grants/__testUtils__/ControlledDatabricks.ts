import { randomUUID } from 'node:crypto';
import { DatabricksCallError } from '../../databricks/DatabricksCallError';
import { WorkspaceClient } from '../../databricks/createWorkspaceClient';

/** What one sign-in of a user has led to: the last of its refresh tokens. */
export type SignIn = { user: string; newest: string };

/** A Databricks whose refresh tokens are for one use, and whose answers come when the test says so. */
export class ControlledDatabricks {
  readonly spent: string[] = [];
  /** Sign-ins of which an answer was lost. */
  readonly met = new Set<SignIn>();
  readonly #issued = new Map<string, SignIn>();
  #valid = new Set<string>();
  #waiting: { signIn: SignIn; answer(): void; lose(): void }[] = [];

  signIn(user: string) {
    const signIn = { user, newest: '' };
    return { signIn, tokens: this.#issuePair(signIn) };
  }

  #issuePair(signIn: SignIn) {
    const refreshToken = this.#issue('refresh', signIn);
    signIn.newest = refreshToken;
    return {
      accessToken: this.#issue('access', signIn),
      refreshToken,
      expiresInSeconds: 3600,
      scopes: ['all-apis'],
    };
  }

  ownerOf(token: string): string | undefined {
    return this.#issued.get(token)?.user;
  }

  get client(): WorkspaceClient {
    return {
      refreshAccessToken: ({ refreshToken }) =>
        new Promise((resolve, reject) => {
          this.spent.push(refreshToken);
          const isValid = this.#valid.delete(refreshToken);
          const signIn = this.#issued.get(refreshToken)!;
          const result = isValid ? this.#issuePair(signIn) : undefined;
          this.#waiting.push({
            signIn,
            answer: () =>
              result
                ? resolve(result)
                : reject(new DatabricksCallError('refresh_token_invalid')),
            lose: () => reject(new DatabricksCallError('outcome_unknown')),
          });
        }),
    } as Partial<WorkspaceClient> as WorkspaceClient;
  }

  answer(i: number): void {
    this.#take(i)?.answer();
  }

  lose(i: number): void {
    const call = this.#take(i);
    if (call) {
      this.met.add(call.signIn);
      call.lose();
    }
  }

  /** The process that waited for it is gone: nobody hears the answer. */
  forgetAll(): void {
    this.#waiting.forEach(it => this.met.add(it.signIn));
    this.#waiting = [];
  }

  answerAll(): boolean {
    const some = this.#waiting.length > 0;
    this.#waiting.splice(0).forEach(it => it.answer());
    return some;
  }

  #take(i: number) {
    return this.#waiting.splice(i % Math.max(1, this.#waiting.length), 1)[0];
  }

  #issue(kind: string, signIn: SignIn): string {
    const token = `${kind}-${randomUUID()}`;
    this.#issued.set(token, signIn);
    if (kind === 'refresh') {
      this.#valid.add(token);
    }
    return token;
  }
}
