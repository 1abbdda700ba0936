import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCommand } from './npmCommand.mjs';

/**
 * Environment variables that make Yarn use the registry, the proxy, the certificates and the credentials that npm is
 * configured with. What Yarn has been told itself by such a variable stays.
 */
export function yarnRegistrySettings({ root, env }) {
  const [command, ...args] = npmCommand(env);
  const { status, stdout } = spawnSync(
    command,
    [...args, 'config', 'list', '--json'],
    { cwd: root, env, encoding: 'utf8' },
  );
  if (status !== 0) {
    return {};
  }
  const npm = JSON.parse(stdout);
  const registry = new URL(npm.registry);
  const files = [npm.globalconfig, npm.userconfig, join(root, '.npmrc')];
  const auth = readNpmAuth(registry, files, env);
  const direct = isExcluded(registry.hostname, String(npm.noproxy ?? ''));
  const settings = {
    YARN_NPM_REGISTRY_SERVER: npm.registry.replace(/\/$/, ''),
    YARN_UNSAFE_HTTP_WHITELIST:
      registry.protocol === 'http:' && registry.hostname,
    YARN_HTTP_PROXY: !direct && (npm.proxy || env.HTTP_PROXY),
    YARN_HTTPS_PROXY:
      !direct && (npm['https-proxy'] || npm.proxy || env.HTTPS_PROXY),
    YARN_HTTPS_CA_FILE_PATH: npm.cafile,
    YARN_ENABLE_STRICT_SSL: npm['strict-ssl'] === false && 'false',
    ...auth,
    YARN_NPM_ALWAYS_AUTH: auth && 'true',
  };
  return Object.fromEntries(
    Object.entries(settings).filter(
      ([name, value]) => value && env[name] === undefined,
    ),
  );
}

/** As npm reads `noproxy`: host names, each of which counts for everything below it. */
function isExcluded(host, noproxy) {
  return noproxy
    .split(',')
    .map(entry => entry.trim().replace(/^\.?/, '.'))
    .some(entry => entry !== '.' && `.${host}`.endsWith(entry));
}

/** What npm's configuration files hold for a registry, which npm does not tell. Of several files the last wins. */
function readNpmAuth({ host, pathname }, files, env) {
  const values = new Map(files.flatMap(file => readEntries(file, env)));
  // As npm does: `//host/a/b/`, `//host/a/b`, `//host/a/`, ..., and the nearest counts.
  let prefix = `//${host}${pathname.replace(/\/?$/, '/')}`;
  for (; prefix !== '//'; prefix = prefix.replace(/([^/]+|\/)$/, '')) {
    const get = key => values.get(`${prefix}:${key}`);
    if (get('_authToken')) {
      return { YARN_NPM_AUTH_TOKEN: get('_authToken') };
    }
    if (get('_auth')) {
      return { YARN_NPM_AUTH_IDENT: get('_auth') };
    }
    if (get('username') && get('_password')) {
      const password = Buffer.from(get('_password'), 'base64').toString();
      return { YARN_NPM_AUTH_IDENT: `${get('username')}:${password}` };
    }
  }
  return undefined;
}

function readEntries(file, env) {
  let text = '';
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    // None, like most.
  }
  const lines = text.matchAll(
    /^[ \t]*(\/\/[^=\s]+)[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm,
  );
  return Array.from(lines, ([, key, value]) => [
    key,
    value
      .replace(/^(["'])(.*)\1$/, '$2')
      .replace(/\$\{(\w+)\}/g, (whole, name) => env[name] ?? whole),
  ]);
}
