import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import express from 'express';

/** The configuration that the build writes into the page. */
const CONFIG_SCRIPT =
  /(<script type="backstage.io\/config">)([^<]*)(<\/script>)/;

/**
 * Serves the built app at an origin of its own, as a portal does whose app and backend have different origins.
 *
 * @returns a function that stops it
 */
export async function serveApp(options: {
  folder: string;
  port: number;
  backendUrl: string;
}): Promise<() => Promise<void>> {
  const override = {
    context: 'e2e-tests',
    data: {
      app: { baseUrl: `http://localhost:${options.port}` },
      backend: { baseUrl: options.backendUrl },
    },
  };
  const built = await readFile(join(options.folder, 'index.html'), 'utf8');
  const page = built.replace(
    CONFIG_SCRIPT,
    (_, begin, config, end) =>
      `${begin}${JSON.stringify([...JSON.parse(config), override])}${end}`,
  );
  const app = express();
  app.use(express.static(options.folder, { index: false }));
  app.use((_, response) => {
    response.type('html').send(page);
  });

  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, resolve);
  });
  return async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
}
