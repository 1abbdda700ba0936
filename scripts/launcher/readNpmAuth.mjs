import { readFileSync } from 'node:fs';

/**
 * The credentials that npm's configuration files hold for a registry, as `{ token }` or `{ ident }`, or `undefined`.
 * npm does not tell them itself. Of several files the last wins.
 */
export function readNpmAuth(registry, files, env = process.env) {
  const values = new Map(files.flatMap(file => readEntries(file, env)));
  for (const prefix of registryPrefixes(registry)) {
    const token = values.get(`${prefix}:_authToken`);
    if (token) {
      return { token };
    }
    const ident = values.get(`${prefix}:_auth`);
    if (ident) {
      return { ident };
    }
    const username = values.get(`${prefix}:username`);
    const password = values.get(`${prefix}:_password`);
    if (username && password) {
      return {
        ident: `${username}:${Buffer.from(password, 'base64').toString()}`,
      };
    }
  }
  return undefined;
}

/** `//host/a/b/`, `//host/a/b`, `//host/a/`, ...: npm takes the nearest. */
function registryPrefixes(registry) {
  const { host, pathname } = new URL(registry);
  const segments = pathname.split('/').filter(Boolean);
  return Array.from({ length: segments.length + 1 }, (_, cut) => {
    const path = segments.slice(0, segments.length - cut);
    const prefix = ['', '', host, ...path].join('/');
    return [`${prefix}/`, prefix];
  }).flat();
}

function readEntries(file, env) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text
    .split('\n')
    .map(line => /^\s*(\/\/[^=\s]+)\s*=\s*(.*?)\s*$/.exec(line))
    .filter(match => match !== null)
    .map(([, key, value]) => [
      key,
      value
        .replace(/^(["'])(.*)\1$/, '$2')
        .replace(/\$\{(\w+)\}/g, (whole, name) => env[name] ?? whole),
    ]);
}
