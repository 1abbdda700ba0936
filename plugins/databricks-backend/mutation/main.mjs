import { Stryker } from '@stryker-mutator/core';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/*
 * Changes one thing after the other in the files that decide and do no I/O of their own, and runs the tests that stand
 * beside the file each time: `Thing.test.ts` has to fail for what is changed in `Thing.ts`. Prints what nobody noticed.
 * `npm run mutation` runs this, for all files or for those with one of the arguments in their path.
 */

const FILES = {
  access: [
    ...['Access', 'Callers', 'RateLimiter', 'addressKey', 'callerKinds'],
    ...['fabricRules'],
  ],
  databricks: [
    ...['DatabricksCallError', 'authorizationServer', 'errorBody'],
    ...['guardedLookup', 'networkFailure', 'parseJson'],
    ...['proxyFromEnvironment'],
    ...['retryAfterSeconds', 'toDatabricksCallError', 'tokenResponse'],
  ],
  encryption: ['Sealer', 'sealedValue'],
  grants: [
    ...['FabricTokens', 'Grant', 'GrantReader', 'GrantRow', 'IssuedToken'],
    ...['RejectedClients', 'ServicePrincipals', 'TokenFlights', 'TokenMemory'],
    ...['TokenVault', 'isUnreachable', 'lifetimes', 'pauseOf'],
    ...['recordRenewal', 'refreshFailure', 'refusedReason', 'requestTokens'],
    ...['servicePrincipalRejected', 'toServiceError'],
  ],
  signIn: [
    ...['BrowserBinding', 'binding', 'CallbackResult', 'callbackPage'],
    ...['redirect', 'signInMessage'],
  ],
};

/** Per cent, of all mutants. */
const MIN_KILLED = 90;

const swc = createRequire(import.meta.url).resolve(
  '@backstage/cli/config/jestSwcTransform',
);

/** As `backstage-cli` transforms the files of a backend plugin. */
const transformOf = syntax => [
  swc,
  {
    module: { ignoreDynamic: true, exportInteropAnnotation: true },
    jsc: { parser: { syntax } },
  },
];

function optionsOf(file) {
  return {
    mutate: [`${file}.ts`],
    coverageAnalysis: 'perTest',
    concurrency: 2,
    logLevel: 'error',
    reporters: [],
    tempDirName: '.stryker-tmp',
    testRunner: 'jest',
    jest: {
      projectType: 'custom',
      enableFindRelatedTests: false,
      config: {
        testEnvironment: '@stryker-mutator/jest-runner/jest-env/node',
        testMatch: [`<rootDir>/${file}.test.ts`],
        transform: {
          '\\.(mjs|cjs|js)$': transformOf('ecmascript'),
          '\\.(mts|cts|ts)$': transformOf('typescript'),
        },
        transformIgnorePatterns: ['/node_modules/(?:knex|typescript)/'],
      },
    },
  };
}

async function main(patterns) {
  const files = Object.entries(FILES)
    .flatMap(([room, names]) => names.map(name => `src/${room}/${name}`))
    .filter(it => !patterns.length || patterns.some(part => it.includes(part)));
  const all = [];
  for (const file of files) {
    const mutants = await new Stryker(optionsOf(file)).runMutationTest();
    const counted = mutants.filter(
      it => !['Ignored', 'CompileError'].includes(it.status),
    );
    const unnoticed = counted.filter(
      it => !['Killed', 'Timeout'].includes(it.status),
    );
    console.log(
      `${file}.ts: ${counted.length - unnoticed.length} of ${counted.length}`,
    );
    for (const { location, mutatorName, replacement, status } of unnoticed) {
      console.log(
        `  ${location.start.line}:${location.start.column} ${mutatorName} ${status}: ${replacement}`,
      );
    }
    all.push(...counted.map(it => !unnoticed.includes(it)));
  }
  const killed = all.filter(Boolean).length;
  const share = (100 * killed) / all.length;
  console.log(
    `\n${killed} of ${all.length} mutants were noticed, ${share.toFixed(
      1,
    )} % (at least ${MIN_KILLED})`,
  );
  process.exitCode = share < MIN_KILLED ? 1 : 0;
}

await main(process.argv.slice(2));
