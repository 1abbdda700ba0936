import { randomUUID } from 'node:crypto';
import { startGrants } from '../src/grants/__testUtils__/startGrants';
import { Bench } from './Bench';
import { cold } from './cold';
import { comparison } from './comparison/comparison';
import { connectTo } from './connectTo';
import { keepAlive } from './keepAlive';
import { memory } from './memory';
import { Row } from './Row';
import { scale } from './scale';
import { storm } from './storm';

/*
 * The benchmarks of the token engine that are named as arguments, each on an empty database of the PostgreSQL server at
 * DATABRICKS_TEST_POSTGRES_URL. Prints one row of JSON a line. `npm run bench` starts the server and this.
 */

const benchmarks: Record<string, (bench: Bench) => Promise<Row[]>> = {
  memory,
  cold,
  scale,
  storm,
  keepAlive,
  comparison,
};

/** More than the benchmarks do at a time, so that they never wait for a connection. */
const POOL = 20;

async function run(name: string, server: string): Promise<void> {
  const database = `bench_${randomUUID().replaceAll('-', '')}`;
  const admin = connectTo(`${server}/postgres`, 1);
  await admin.raw('create database ??', [database]);
  const url = `${server}/${database}`;
  const grants = await startGrants({ knex: connectTo(url, POOL) });
  try {
    const ada = await grants.connect('user:default/ada');
    for (const row of await benchmarks[name]({ grants, ada, url })) {
      process.stdout.write(`${JSON.stringify(row)}\n`);
    }
  } finally {
    await grants.stop();
    await admin.raw('drop database ??', [database]);
    await admin.destroy();
  }
}

async function main(names: string[]): Promise<void> {
  const server = process.env.DATABRICKS_TEST_POSTGRES_URL;
  if (!server || names.some(name => !benchmarks[name])) {
    throw new Error(
      `Set DATABRICKS_TEST_POSTGRES_URL and name any of: ${Object.keys(
        benchmarks,
      ).join(', ')}`,
    );
  }
  for (const name of names) {
    await run(name, server);
  }
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
