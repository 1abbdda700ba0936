import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fakeNpm } from './testing/fakeNpm.mjs';
import { temporaryFolder } from './testing/temporaryFolder.mjs';
import { yarnRegistrySettings } from './yarnRegistrySettings.mjs';

function read(t, { config, npmrc = '', env = {} }) {
  const root = temporaryFolder(t);
  const userconfig = join(root, 'user-npmrc');
  writeFileSync(userconfig, npmrc);
  const npm = fakeNpm(root, { config: { userconfig, ...config } });
  const own = { ...npm.env, ...env };
  for (const name of Object.keys(own)) {
    if (/^(YARN_.*|HTTPS?_PROXY)$/.test(name) && env[name] === undefined) {
      delete own[name];
    }
  }
  return yarnRegistrySettings({ root, env: own });
}

test('the registry is handed on, and nothing that is not set', t => {
  assert.deepEqual(
    read(t, {
      config: {
        ...{ registry: 'https://registry.test/npm/', 'strict-ssl': true },
        ...{ proxy: null, 'https-proxy': null, cafile: null, noproxy: [''] },
      },
    }),
    { YARN_NPM_REGISTRY_SERVER: 'https://registry.test/npm' },
  );
});

test('proxies, certificates and a plain registry are handed on', t => {
  assert.deepEqual(
    read(t, {
      config: {
        registry: 'http://registry.test:4873/',
        proxy: 'http://proxy.test:8080/',
        'https-proxy': 'http://proxy.test:8443/',
        cafile: '/etc/company.pem',
        'strict-ssl': false,
      },
    }),
    {
      YARN_NPM_REGISTRY_SERVER: 'http://registry.test:4873',
      YARN_UNSAFE_HTTP_WHITELIST: 'registry.test',
      YARN_HTTP_PROXY: 'http://proxy.test:8080/',
      YARN_HTTPS_PROXY: 'http://proxy.test:8443/',
      YARN_HTTPS_CA_FILE_PATH: '/etc/company.pem',
      YARN_ENABLE_STRICT_SSL: 'false',
    },
  );
});

test('a registry that npm reaches without the proxy is reached without it', t => {
  const settings = read(t, {
    config: {
      registry: 'https://registry.inside.test/',
      proxy: 'http://proxy.test:8080/',
      noproxy: ['localhost', '.inside.test'],
    },
  });
  assert.deepEqual(Object.keys(settings), ['YARN_NPM_REGISTRY_SERVER']);
});

const credentials = [
  ['//registry.test/:_authToken=T0ken', { YARN_NPM_AUTH_TOKEN: 'T0ken' }],
  [
    '//registry.test/npm/:_authToken="${NPM_TOKEN}"',
    { YARN_NPM_AUTH_TOKEN: 'from-env' },
  ],
  ['//registry.test/npm:_auth = dTpw', { YARN_NPM_AUTH_IDENT: 'dTpw' }],
  [
    '//registry.test/npm/:username=u\n//registry.test/npm/:_password=cDpx',
    { YARN_NPM_AUTH_IDENT: 'u:p:q' },
  ],
];
for (const [npmrc, expected] of credentials) {
  test(`credentials are handed on: ${npmrc.split('=')[0]}`, t => {
    assert.deepEqual(
      read(t, {
        config: { registry: 'https://registry.test/npm/' },
        npmrc,
        env: { NPM_TOKEN: 'from-env' },
      }),
      {
        YARN_NPM_REGISTRY_SERVER: 'https://registry.test/npm',
        ...expected,
        YARN_NPM_ALWAYS_AUTH: 'true',
      },
    );
  });
}

test('the credentials of another registry stay where they are', t => {
  const settings = read(t, {
    config: { registry: 'https://registry.test/npm/' },
    npmrc:
      '//other.test/:_authToken=a\n//registry.test/npm/private/:_authToken=b\n//registry.test.evil/:_authToken=c',
  });
  assert.deepEqual(Object.keys(settings), ['YARN_NPM_REGISTRY_SERVER']);
});

test('what Yarn has been told itself stays', t => {
  assert.deepEqual(
    read(t, {
      config: { registry: 'https://registry.test/', cafile: '/a.pem' },
      env: { YARN_NPM_REGISTRY_SERVER: 'https://mine.test' },
    }),
    { YARN_HTTPS_CA_FILE_PATH: '/a.pem' },
  );
});
