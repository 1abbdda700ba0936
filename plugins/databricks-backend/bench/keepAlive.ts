import { DatabaseConnectionUpkeepStore } from '../src/connections/DatabaseConnectionUpkeepStore';
import {
  KEEP_ALIVE_CONCURRENCY,
  KeepAlive,
} from '../src/connections/KeepAlive';
import { addConnections, namesOf } from './addConnections';
import { Bench } from './Bench';
import { delayedEndpoint } from './delayedEndpoint';
import { Row } from './Row';

const DUE = 10_000;
const ENDPOINT_MS = 20;

/** More than half of the seven days that a refresh token lives. */
const FOUR_DAYS_MS = 4 * 24 * 60 * 60 * 1000;

/** Connections that are used and would die soon are renewed, though nobody asks. */
export async function keepAlive(bench: Bench): Promise<Row[]> {
  const { grants, ada } = bench;
  await addConnections(bench, namesOf('due', DUE), FOUR_DAYS_MS);
  const endpoint = delayedEndpoint(ENDPOINT_MS);
  const appConnections = new Map([['default', ada.appConnection]]);
  const keepingAlive = new KeepAlive({
    store: new DatabaseConnectionUpkeepStore(grants),
    settings: { current: () => ({ appConnections }) } as never,
    engine: grants.replica(endpoint.client),
  });
  let statements = 0;
  const count = () => (statements += 1);
  grants.knex.on('query', count);
  const startedAt = performance.now();
  await keepingAlive.run(new AbortController().signal);
  const ms = performance.now() - startedAt;
  grants.knex.off('query', count);

  const name = `keep-alive of ${DUE} connections`;
  const floorMs = (DUE * ENDPOINT_MS) / KEEP_ALIVE_CONCURRENCY;
  const rate = (it: number) => `${Math.round((DUE / it) * 1000)} /s`;
  return [
    {
      benchmark: name,
      measured: `${rate(ms)}, ${endpoint.calls()} calls`,
      compared: `${rate(floorMs)}, what the endpoint can do`,
      ratio: ms / floorMs,
      limit: 2,
    },
    {
      benchmark: `${name}: calls at a time`,
      measured: `at most ${endpoint.most()}`,
      compared: `${KEEP_ALIVE_CONCURRENCY}`,
      ratio: endpoint.most() / KEEP_ALIVE_CONCURRENCY,
      limit: 1,
    },
    {
      benchmark: `${name}: statements`,
      measured: `${statements}`,
      compared: '3 each',
      ratio: statements / (3 * DUE),
      limit: 1.05,
    },
  ];
}
