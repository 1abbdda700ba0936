import { Stryker } from '@stryker-mutator/core';
import { createRequire } from 'node:module';

/*
 * Changes one thing after the other in the files that decide and do no I/O of their own, and runs the tests that stand
 * beside the file each time: `Thing.test.ts` has to fail for what is changed in `Thing.ts`. Prints what nobody noticed.
 * `npm run mutation` runs this, for all files or for those with one of the arguments in their path.
 */

/** By room. The others there talk to the database, to Databricks or to the portal, or only put rooms together. */
const FILES = {
  access: 'Access Callers RateLimiter addressKey callerKinds fabricRules',
  checks: 'appConnectionFacts',
  databricks:
    'DatabricksCallError authorizationServer errorBody guardedLookup networkFailure proxyFromEnvironment ' +
    'retryAfterSeconds toDatabricksCallError tokenResponse',
  encryption: 'Sealer sealedValue',
  grants:
    'FabricTokens Grant GrantReader GrantRow IssuedToken RejectedClients ServicePrincipals TokenFlights TokenMemory ' +
    'TokenVault connectionProblem isUnreachable lifetimes pauseOf recordRenewal refreshFailure refusedReason requestTokens ' +
    'servicePrincipalRejected toServiceError',
  signIn:
    'BrowserBinding CallbackResult binding callbackPage redirect signInMessage',
};

/** Of the changes that have to be noticed. */
const MIN_PER_CENT = 90;

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

const NOTICED = ['Killed', 'Timeout'];
const UNNOTICED = ['Survived', 'NoCoverage'];

async function main(patterns) {
  const files = Object.entries(FILES)
    .flatMap(([room, names]) =>
      names.split(' ').map(name => `src/${room}/${name}`),
    )
    .filter(it => !patterns.length || patterns.some(part => it.includes(part)));
  let noticed = 0;
  let all = 0;
  for (const file of files) {
    const mutants = await new Stryker(optionsOf(file)).runMutationTest();
    const unnoticed = mutants.filter(it => UNNOTICED.includes(it.status));
    const killed = mutants.filter(it => NOTICED.includes(it.status)).length;
    noticed += killed;
    // The others do not even load
    all += killed + unnoticed.length;
    console.log(`${file}.ts: ${killed} of ${killed + unnoticed.length}`);
    for (const { location, mutatorName, replacement } of unnoticed) {
      const { line, column } = location.start;
      console.log(`  ${line}:${column} ${mutatorName}: ${replacement}`);
    }
  }
  const share = (100 * noticed) / all;
  console.log(
    `\n${noticed} of ${all} changes were noticed: ${share.toFixed(1)} %`,
  );
  process.exitCode = share < MIN_PER_CENT ? 1 : 0;
}

await main(process.argv.slice(2));
