import request from 'supertest';
import { alice, bob, StartedPlugin } from './startPlugin';

/** Requests of the plugin's routes: as Alice, or as Bob who administers where something is changed. */
export function requests(plugin: () => StartedPlugin) {
  const as = (header: string) => plugin().as(header);
  const url = (path: string) => `/api/databricks${path}`;

  function ifMatch(sent: request.Test, etag?: string): request.Test {
    return etag === undefined ? sent : sent.set('If-Match', `"${etag}"`);
  }

  return {
    get: (path: string, header = alice) => as(header).get(url(path)),
    post: (path: string, body?: object, header = alice) =>
      as(header).post(url(path)).send(body),
    put: (path: string, body: object, etag?: string) =>
      ifMatch(as(bob).put(url(path)).send(body), etag),
    remove: (path: string, etag?: string, header = bob) =>
      ifMatch(as(header).delete(url(path)), etag),
  };
}
