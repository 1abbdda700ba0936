import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What everything here starts; where one of them is missing, somebody has removed more. */
const neededPackages = [
  '@backstage/cli',
  '@playwright/test',
  'jest',
  'prettier',
  'typescript',
];

/** Stands for all that an install depends on: the same stamp, the same `node_modules`. */
export function installStamp({ root, nodeVersion, platform, arch }) {
  const hash = createHash('sha256');
  const files = [
    '.yarnrc.yml',
    'yarn.lock',
    'package.json',
    ...workspacePackageFiles(root),
  ];
  for (const file of files) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  const major = nodeVersion.replace(/^v/, '').split('.')[0];
  return `${hash.digest('hex')} node${major} ${platform} ${arch}`;
}

/** Whether `node_modules` is what `stamp` stands for, as far as a glance tells. */
export function isInstalled({ root, stamp }) {
  const modules = join(root, 'node_modules');
  try {
    return (
      readFileSync(stampFile(root), 'utf8') === stamp &&
      existsSync(join(modules, '.yarn-state.yml')) &&
      neededPackages.every(name =>
        existsSync(join(modules, name, 'package.json')),
      )
    );
  } catch {
    return false;
  }
}

export function stampFile(root) {
  return join(root, 'node_modules', '.launcher-stamp');
}

function workspacePackageFiles(root) {
  return ['packages', 'plugins']
    .flatMap(folder =>
      readdirSync(join(root, folder))
        .sort()
        .map(name => join(folder, name, 'package.json')),
    )
    .filter(file => existsSync(join(root, file)));
}
