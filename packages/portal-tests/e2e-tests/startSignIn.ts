import type { BrowserContext } from '@playwright/test';
import type { SignInStarted } from '@backstage-databricks/plugin-databricks-common';
import type { Person, Portal } from './startPortal';

/** A sign-in that was started by a request of its own, as a person who attacks another one does it. */
export type StartedByRequest = SignInStarted & {
  /** Gives a browser the cookie that the answer brought: it counts as the one in which the sign-in was started. */
  bindTo(context: BrowserContext): Promise<void>;
  status(): Promise<string>;
};

/** Starts a sign-in without a browser. */
export async function startSignIn(
  portal: Portal,
  person: Person,
  fabric: string,
): Promise<StartedByRequest> {
  const { client, url } = portal.backend;
  const { body, headers } = await client.request('/api/databricks/sign-ins', {
    method: 'POST',
    as: person,
    json: { fabric },
  });
  const started: SignInStarted = JSON.parse(body);
  const [, name, value] = /^([^=]+)=([^;]+)/.exec(headers.getSetCookie()[0])!;
  return {
    ...started,
    bindTo: context =>
      context.addCookies([
        { url, name, value, httpOnly: true, sameSite: 'Lax' },
      ]),
    async status() {
      const answer = await client.request(
        `/api/databricks/sign-ins/${started.id}`,
        { as: person },
      );
      return JSON.parse(answer.body).status;
    },
  };
}
