import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { installDependencies } from './installDependencies.mjs';
import { fakeNpm } from './testing/fakeNpm.mjs';
import { temporaryFolder } from './testing/temporaryFolder.mjs';
import { testLaunch } from './testing/testLaunch.mjs';

const packages = [
  '@backstage/cli',
  '@playwright/test',
  'jest',
  'prettier',
  'typescript',
];

/** Notes that it ran, installs what is looked for, and fails while the file `broken` exists. */
const yarn = `
const fs = require('node:fs');
fs.appendFileSync('yarn-calls', JSON.stringify({ args: process.argv.slice(2), registry: process.env.YARN_NPM_REGISTRY_SERVER }) + '\\n');
for (const name of ${JSON.stringify(packages)}) {
  fs.mkdirSync('node_modules/' + name, { recursive: true });
  fs.writeFileSync('node_modules/' + name + '/package.json', '{}');
}
if (fs.existsSync('broken')) {
  console.log('YN0000: this went wrong');
  process.exit(1);
}
fs.writeFileSync('node_modules/.yarn-state.yml', '');
`;

function prepare(t) {
  const root = temporaryFolder(t);
  const files = {
    '.yarnrc.yml': '',
    'yarn.lock': 'lock',
    'package.json': JSON.stringify({
      devDependencies: Object.fromEntries(packages.map(name => [name, '*'])),
    }),
    '.yarn/releases/yarn-4.0.0.cjs': yarn,
    'packages/app/package.json': '{}',
    'plugins/some/package.json': '{}',
  };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(root, name, '..'), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const { env } = fakeNpm(root, {
    config: { registry: 'https://registry.test/' },
  });
  delete env.YARN_NPM_REGISTRY_SERVER;
  const said = [];
  return {
    root,
    said,
    install: ({ nodeVersion = 'v24.1.0' } = {}) =>
      installDependencies(testLaunch(), {
        root,
        node: process.execPath,
        nodeVersion,
        env,
        say: line => said.push(line),
      }),
    calls: () =>
      readFileSync(join(root, 'yarn-calls'), 'utf8')
        .trim()
        .split('\n')
        .map(line => JSON.parse(line)),
  };
}

test('the vendored Yarn runs once, without changing the lock file, with npm’s registry', async t => {
  const { install, calls, said } = prepare(t);
  await install();
  await install();
  assert.deepEqual(calls(), [
    {
      args: ['install', '--immutable'],
      registry: 'https://registry.test',
    },
  ]);
  assert.deepEqual(said, [
    'Installing dependencies, which takes a minute or two ...',
    'Dependencies are installed',
  ]);
});

test('it runs again when something that it depends on has changed', async t => {
  const { install, calls, root } = prepare(t);
  await install();
  const changes = [
    () => writeFileSync(join(root, 'yarn.lock'), 'another'),
    () => writeFileSync(join(root, 'plugins/some/package.json'), '{"a":1}'),
    () => rmSync(join(root, 'packages/app'), { recursive: true }),
    () => rmSync(join(root, 'node_modules/jest'), { recursive: true }),
    () => rmSync(join(root, 'node_modules/.yarn-state.yml')),
    () => rmSync(join(root, 'node_modules'), { recursive: true }),
  ];
  for (const [index, change] of changes.entries()) {
    change();
    await install();
    assert.equal(calls().length, index + 2);
  }
  await install({ nodeVersion: 'v24.9.0' });
  assert.equal(calls().length, changes.length + 1);
  await install({ nodeVersion: 'v22.20.0' });
  assert.equal(calls().length, changes.length + 2);
});

test('an install that fails shows what Yarn said, and is repeated', async t => {
  const { install, calls, root } = prepare(t);
  await install();
  writeFileSync(join(root, 'yarn.lock'), 'changed');
  writeFileSync(join(root, 'broken'), '');
  await assert.rejects(install(), /YN0000: this went wrong\n/);
  assert.equal(existsSync(join(root, 'node_modules/.launcher-stamp')), false);

  rmSync(join(root, 'broken'));
  await install();
  assert.equal(calls().length, 3);
});
