import { DEMO_USER_HEADER, demoUsers } from 'backend/src/demoUsers.ts';

export type RecordedResponse = {
  method: string;
  path: string;
  status: number;
  headers: Headers;
  body: string;
};

export type BackendRequest = {
  method?: string;
  headers?: Record<string, string>;
  /** A user of the demo whose token is sent along. */
  as?: string;
  /** Sent as JSON. */
  json?: unknown;
};

/** Talks to a backend as the demo's people, and remembers every answer. */
export class BackendClient {
  readonly responses: RecordedResponse[] = [];
  readonly #url: string;
  readonly #tokens = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  /** Whether the backend has started and its catalog has read the demo's people. */
  async ready(): Promise<boolean> {
    try {
      const health = await fetch(`${this.#url}/.backstage/health/v1/readiness`);
      if (!health.ok) {
        return false;
      }
      for (const user of Object.keys(demoUsers)) {
        await this.token(user);
      }
      return true;
    } catch {
      return false;
    }
  }

  /** Signs in by the demo's provider, once a user. */
  async token(user: string): Promise<string> {
    const known = this.#tokens.get(user);
    if (known) {
      return known;
    }
    const response = await fetch(`${this.#url}/api/auth/demo/refresh`, {
      headers: { [DEMO_USER_HEADER]: user },
    });
    if (!response.ok) {
      throw new Error(`Signing in as ${user}: ${response.status}`);
    }
    const { backstageIdentity } = await response.json();
    this.#tokens.set(user, backstageIdentity.token);
    return backstageIdentity.token;
  }

  /** Sends a request and follows no redirect. */
  async request(
    path: string,
    options: BackendRequest = {},
  ): Promise<RecordedResponse> {
    const headers = new Headers(options.headers);
    if (options.as) {
      headers.set('authorization', `Bearer ${await this.token(options.as)}`);
    }
    if (options.json !== undefined) {
      headers.set('content-type', 'application/json');
    }
    const method = options.method ?? 'GET';
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers,
      body:
        options.json === undefined ? undefined : JSON.stringify(options.json),
      redirect: 'manual',
    });
    const recorded = {
      method,
      path,
      status: response.status,
      headers: response.headers,
      body: await response.text(),
    };
    this.responses.push(recorded);
    return recorded;
  }
}
