import { join } from 'node:path';
import { readNpmConfig } from './npm.mjs';
import { readNpmAuth } from './readNpmAuth.mjs';

const keys = [
  'registry',
  'proxy',
  'https-proxy',
  'noproxy',
  'cafile',
  'strict-ssl',
  'globalconfig',
  'userconfig',
];

/**
 * Environment variables that make Yarn use the registry, the proxy, the certificates and the credentials that npm is
 * configured with. What Yarn has been told itself by such a variable stays.
 */
export function yarnRegistrySettings({ root, env = process.env }) {
  const npm = readNpmConfig(keys, { cwd: root, env });
  if (npm.registry === undefined) {
    return {};
  }
  const registry = new URL(npm.registry);
  const auth = readNpmAuth(
    npm.registry,
    [npm.globalconfig, npm.userconfig, join(root, '.npmrc')].filter(Boolean),
    env,
  );
  const viaProxy = !isExcluded(registry.hostname, npm.noproxy ?? '');

  const settings = {
    YARN_NPM_REGISTRY_SERVER: npm.registry.replace(/\/$/, ''),
    YARN_UNSAFE_HTTP_WHITELIST:
      registry.protocol === 'http:' ? registry.hostname : undefined,
    YARN_HTTP_PROXY: viaProxy ? npm.proxy ?? env.HTTP_PROXY : undefined,
    YARN_HTTPS_PROXY: viaProxy
      ? npm['https-proxy'] ?? npm.proxy ?? env.HTTPS_PROXY
      : undefined,
    YARN_HTTPS_CA_FILE_PATH: npm.cafile,
    YARN_ENABLE_STRICT_SSL: npm['strict-ssl'] === 'false' ? 'false' : undefined,
    YARN_NPM_AUTH_TOKEN: auth?.token,
    YARN_NPM_AUTH_IDENT: auth?.ident,
    YARN_NPM_ALWAYS_AUTH: auth === undefined ? undefined : 'true',
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
    .map(entry => entry.trim().replace(/^\./, ''))
    .some(
      entry => entry !== '' && (host === entry || host.endsWith(`.${entry}`)),
    );
}
