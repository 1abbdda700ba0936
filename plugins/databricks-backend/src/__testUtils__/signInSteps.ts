import request from 'supertest';
import { alice, StartedPlugin } from './startPlugin';

/** A sign-in that was started, with what the browser got. */
export type Started = {
  id: string;
  authorizationUrl: string;
  setCookie: string;
  /** Name and value, as the browser sends it back. */
  cookie: string;
};

/** The single steps of a sign-in, so that a test can go wrong at each of them. */
export function signInSteps(plugin: StartedPlugin) {
  return {
    async start(user = alice, fabric = 'analytics-dev'): Promise<Started> {
      const answer = await plugin
        .as(user)
        .post('/api/databricks/sign-ins')
        .send({ fabric });
      expect([answer.status, answer.body]).toEqual([201, expect.anything()]);
      const [setCookie] = answer.headers['set-cookie'];
      return { ...answer.body, setCookie, cookie: setCookie.split(';')[0] };
    },
    /** Requests a callback URL at the backend of the test. */
    callback(url: URL | string, cookie?: string) {
      const { pathname, search } = new URL(url, 'http://localhost:7007');
      const get = request(plugin.backend.server).get(pathname + search);
      return cookie ? get.set('Cookie', cookie) : get;
    },
    async outcome(user: string, signIn: string) {
      const answer = await plugin
        .as(user)
        .get(`/api/databricks/sign-ins/${signIn}`);
      return { http: answer.status, ...answer.body } as {
        http: number;
        status?: string;
        error?: { code: string };
      };
    },
    async connections(user: string) {
      const { body } = await plugin
        .as(user)
        .get('/api/databricks/connections')
        .expect(200);
      return body.items as {
        id: string;
        status: string;
        scopes: string[];
        databricksUser: { userName: string };
        reason?: { code: string };
      }[];
    },
  };
}
