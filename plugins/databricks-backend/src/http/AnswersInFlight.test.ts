import express from 'express';
import { once } from 'node:events';
import { AddressInfo } from 'node:net';
import { AnswersInFlight } from './AnswersInFlight';

describe('The wait for answers before a stop', () => {
  it('is not for who went away before the request came to us', async () => {
    const answers = new AnswersInFlight();
    const app = express();
    let passed: () => void;
    const tracked = new Promise<void>(resolve => {
      passed = resolve;
    });
    // As Backstage looks at the credentials first
    app.use((request, response, next) => {
      response.once('close', () => setImmediate(next));
      request.socket.destroy();
    });
    app.use(answers.track, () => passed());
    const server = app.listen(0);
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await fetch(`http://127.0.0.1:${port}/`).catch(() => {});
    await tracked;
    const startedAt = performance.now();
    await answers.sent();
    // Not the fifteen seconds of a stop
    expect(performance.now() - startedAt).toBeLessThan(5_000);
    server.close();
  });
});
