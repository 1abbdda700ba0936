// A PostgreSQL for the tests, until SIGTERM: prints its connection string once it answers.
require('@backstage/cli-node/config/nodeTransform.cjs');
const {
  startPostgres,
} = require('../../packages/portal-tests/src/databases/startPostgres');

startPostgres().then(
  server => {
    process.once('SIGTERM', async () => {
      await server.stop();
      process.exit(0);
    });
    process.stdout.write(`${server.connectionString}\n`);
    // Nothing else keeps this process.
    setInterval(() => {}, 60_000);
  },
  error => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
