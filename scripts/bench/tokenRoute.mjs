import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

const ROUNDS = 7;
const REQUESTS_A_ROUND = 500;

/** Enough to keep the backend busy, few enough that what is measured is not the queue. */
const AT_A_TIME = 2;

const COMPARED = {
  constant: 'only authenticates',
  framed: 'also reads the body, is audited and sends as much',
};

/**
 * `POST /tokens` when everything is warm, against two routes of the same backend: one that only authenticates, and one
 * that also reads the body, leaves the audit event and sends an answer of the same size. With the same 50 users' tokens,
 * in turns.
 */
export async function run(launch, { root, node, env }) {
  const child = spawn(
    node,
    [
      '--require',
      '@backstage/cli-node/config/nodeTransform.cjs',
      'bench/tokenRouteBackend.ts',
    ],
    {
      cwd: join(root, 'plugins/databricks-backend'),
      env: { ...env, NODE_ENV: 'development' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  );
  launch.onEnd(() => child.kill('SIGKILL'));
  const served = await Promise.race([
    // Backstage sends messages of its own
    new Promise(resolve =>
      child.on('message', message => message.callers && resolve(message)),
    ),
    once(child, 'exit').then(() => undefined),
  ]);
  if (!served) {
    throw new Error('The backend of the benchmark did not start.');
  }
  try {
    return await measure(served);
  } finally {
    child.disconnect();
    await once(child, 'exit');
  }
}

async function measure({ url, callers }) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_A_TIME });
  const body = JSON.stringify({ fabric: 'everybody', purpose: 'interactive' });
  const routes = {
    constant: i =>
      post(agent, `${url}/api/constant/`, callers[i].constant, body),
    framed: i =>
      post(agent, `${url}/api/constant/framed`, callers[i].constant, body),
    databricks: i =>
      post(agent, `${url}/api/databricks/tokens`, callers[i].databricks, body),
  };
  const rounds = { constant: [], framed: [], databricks: [] };
  for (let round = 0; round <= ROUNDS; round++) {
    // Alternating who is first, so that a machine that gets slower or faster favours nobody
    const order = Object.keys(routes);
    for (const name of round % 2 === 0 ? order : order.reverse()) {
      const times = await timed(i => routes[name](i % callers.length));
      // The first round warms both up
      if (round > 0) {
        rounds[name].push(times);
      }
    }
  }
  agent.destroy();
  return [
    row('POST /tokens, warm, median', rounds, 'constant', 0.5, 1.25),
    row('POST /tokens, warm, p99', rounds, 'constant', 0.99, 1.5),
    row('POST /tokens, warm, median', rounds, 'framed', 0.5),
    row('POST /tokens, warm, p99', rounds, 'framed', 0.99),
  ];
}

function row(benchmark, rounds, other, q, limit) {
  const of = name => rounds[name].map(times => quantile(times, q));
  const [measured, compared] = [of('databricks'), of(other)];
  const ms = values => `${quantile(values, 0.5).toFixed(2)} ms`;
  return {
    benchmark,
    measured: ms(measured),
    compared: `${ms(compared)} a route that ${COMPARED[other]}`,
    ratio: quantile(
      measured.map((it, round) => it / compared[round]),
      0.5,
    ),
    limit,
  };
}

async function timed(work) {
  const times = [];
  const indices = Array.from(
    { length: REQUESTS_A_ROUND },
    (_, i) => i,
  ).values();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (const i of indices) {
        const startedAt = performance.now();
        await work(i);
        times.push(performance.now() - startedAt);
      }
    }),
  );
  return times;
}

function post(agent, url, token, body) {
  return new Promise((resolve, reject) => {
    const sent = request(
      url,
      {
        agent,
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
        },
      },
      response => {
        response.resume();
        response.once('end', () =>
          response.statusCode === 200
            ? resolve()
            : reject(new Error(`${url}: ${response.statusCode}`)),
        );
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];
}
