import {
  startBackendProcess,
  type BackendProcess,
  type BackendProcessOptions,
} from '../processes/startBackendProcess';

/**
 * Starts several backend processes on one database. No proxy stands before them: each has its own URL, but all name
 * the first one's as the portal's, as replicas behind one address do.
 *
 * @param firstOptions - what the first one has of its own
 */
export async function startReplicas(
  count: number,
  options: Omit<BackendProcessOptions, 'port'>,
  firstOptions?: Partial<BackendProcessOptions>,
): Promise<BackendProcess[]> {
  const first = await startBackendProcess({ ...options, ...firstOptions });
  const others = await Promise.allSettled(
    Array.from({ length: count - 1 }, () =>
      startBackendProcess({ baseUrl: first.url, ...options }),
    ),
  );
  const replicas = [first];
  const problems = [];
  for (const outcome of others) {
    if (outcome.status === 'fulfilled') {
      replicas.push(outcome.value);
    } else {
      problems.push(outcome.reason);
    }
  }
  if (problems.length > 0) {
    await Promise.all(replicas.map(replica => replica.kill()));
    throw problems[0];
  }
  return replicas;
}
