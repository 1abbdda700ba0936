import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An npm that knows a configuration, and packages that hold nothing but a Node of some version.
 *
 * @returns the environment in which it is the npm that runs us, and its calls
 */
export function fakeNpm(folder, { config = {}, nodePackages = {} } = {}) {
  const log = join(folder, 'npm-calls');
  const path = join(folder, 'npm-cli.js');
  writeFileSync(
    path,
    `const fs = require('node:fs');
const path = require('node:path');
const args = process.argv.slice(2);
fs.appendFileSync(${JSON.stringify(log)}, JSON.stringify(args) + '\\n');
const config = ${JSON.stringify(config)};
const nodePackages = ${JSON.stringify(nodePackages)};
if (args[0] === 'config') {
  console.log(JSON.stringify(config));
} else {
  const name = args.at(-1).replace(/@[^@]*$/, '');
  if (nodePackages[name] === undefined) {
    console.error('404 ' + name);
    process.exit(1);
  }
  const bin = path.join(args[args.indexOf('--prefix') + 1], 'node_modules', name, 'bin');
  fs.mkdirSync(bin, { recursive: true });
  fs.writeFileSync(path.join(bin, 'node'), '#!/bin/sh\\necho ' + nodePackages[name] + '\\n', { mode: 0o755 });
}
`,
  );
  return {
    env: { ...process.env, npm_execpath: path },
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map(line => JSON.parse(line))
        : [],
  };
}
