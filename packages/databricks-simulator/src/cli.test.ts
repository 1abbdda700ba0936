import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import {
  CONFIDENTIAL,
  createTestClient,
  PUBLIC,
  REDIRECT_URI,
  ROBOT,
} from './__testUtils__/createTestClient';

jest.setTimeout(60_000);

const running: ChildProcess[] = [];

afterEach(() => running.splice(0).forEach(it => it.kill('SIGKILL')));

function run(...options: (string | { preload: string })[]) {
  const args = options.filter(it => typeof it === 'string');
  const preloads = options.filter(it => typeof it !== 'string');
  const child = spawn(
    process.execPath,
    [
      ...preloads.flatMap(({ preload }) => ['--require', preload]),
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      resolve(__dirname, 'cli.ts'),
      ...args,
    ],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  running.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', it => (stdout += it));
  child.stderr.on('data', it => (stderr += it));
  const ended = once(child, 'close').then(([code]) => ({
    code,
    stdout,
    stderr,
  }));
  return {
    child,
    ended,
    async workspaces(count: number): Promise<{ url: string }[]> {
      for (;;) {
        const urls = stdout.match(/http:\/\/127\.0\.0\.1:\d+(?=\n)/g) ?? [];
        if (urls.length === count) {
          return urls.map(url => ({ url }));
        }
        await Promise.race([
          once(child.stdout, 'data'),
          ended.then(it => {
            throw new Error(`It ended: ${it.stderr}`);
          }),
        ]);
      }
    },
  };
}

it('serves several workspaces of one account, until it is told to end', async () => {
  const { child, ended, workspaces } = run(
    ...['--port', '0', '--port', '0', '--single-use'],
    ...['--access-token-lifetime', '77'],
    ...[
      '--client',
      `${CONFIDENTIAL.clientId}:${CONFIDENTIAL.clientSecret}:https://a.example/x,https://a.example/y`,
    ],
    ...[
      '--client',
      `${CONFIDENTIAL.clientId}:${CONFIDENTIAL.clientSecret}:${REDIRECT_URI}`,
    ],
    ...['--client', `${PUBLIC.clientId}::${REDIRECT_URI}`],
    ...['--service-principal', `${ROBOT.clientId}:${ROBOT.clientSecret}`],
  );
  for (const workspace of await workspaces(2)) {
    for (const app of [CONFIDENTIAL, PUBLIC]) {
      const client = await createTestClient(workspace, app);
      const first = await client.connect();
      expect(first.expires_in).toBe(77);
      const second = await client.refresh(first.refresh_token!);
      expect(second.refresh_token).not.toBe(first.refresh_token);
      for (const uri of app === CONFIDENTIAL ? ['x', 'y'] : []) {
        const callback = await client.signIn(undefined, {
          redirect_uri: `https://a.example/${uri}`,
        });
        expect(callback.searchParams.has('code')).toBe(true);
      }
    }
    const robot = await createTestClient(workspace, ROBOT);
    await robot.clientCredentials();
  }
  const startedAt = performance.now();
  child.kill('SIGTERM');
  const { code, stdout, stderr } = await ended;
  expect(performance.now() - startedAt).toBeLessThan(2_000);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(/^Simulated Databricks workspace: http/),
    expect.stringMatching(/^Simulated Databricks workspace: http/),
  ]);
});

it('reads a file, and ends by SIGINT', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
  try {
    const file = join(directory, 'workspaces.json');
    writeFileSync(
      file,
      JSON.stringify({
        ports: [0],
        clients: [CONFIDENTIAL],
        people: [{ userName: 'bob@example.com', displayName: 'Bob' }],
      }),
    );
    const { child, ended, workspaces } = run('--config', file);
    const [workspace] = await workspaces(1);
    const client = await createTestClient(workspace, CONFIDENTIAL);
    await client.connect('bob@example.com');
    child.kill('SIGINT');
    expect((await ended).code).toBe(0);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

it('says nothing of its own accord, on any Node', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'simulator-'));
  try {
    const preload = join(directory, 'another-node.cjs');
    writeFileSync(
      preload,
      "Object.defineProperty(process, 'release', { value: { name: 'node', lts: 'Iron' } });",
    );
    const { child, ended, workspaces } = run('--port', '0', { preload });
    await workspaces(1);
    child.kill('SIGTERM');
    const { stdout, stderr } = await ended;
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^Simulated Databricks workspace: \S+\n$/);
  } finally {
    rmSync(directory, { recursive: true });
  }
});

it('names the port that is in use', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const { ended } = run('--port', '0', '--port', String(port));
  const { code, stderr } = await ended;
  server.close();
  expect([code, stderr]).toEqual([
    1,
    `Port ${port} is in use; a simulated Databricks workspace needs it.\n`,
  ]);
});
