import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import getPort from 'get-port';
import { portsInUse } from './portsInUse.mjs';

for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
  test(`a port is in use when somebody listens on ${host}`, async t => {
    const server = createServer();
    try {
      server.listen({ port: 0, host });
      await once(server, 'listening');
    } catch {
      t.diagnostic(`this machine has no ${host}`);
      return;
    }
    const { port } = server.address();
    const free = await getPort();
    assert.deepEqual(
      await portsInUse([
        { port, user: 'the Backstage backend' },
        { port: free, user: 'the portal' },
      ]),
      [`Port ${port} is in use; the Backstage backend needs it.`],
    );

    server.close();
    await once(server, 'close');
    assert.deepEqual(await portsInUse([{ port, user: 'nobody' }]), []);
  });
}
