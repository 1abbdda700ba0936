import { once } from 'node:events';
import { createServer } from 'node:net';

/** A TCP port that nobody listens on at the moment. */
export async function freePort() {
  const server = createServer();
  server.listen(0);
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}
