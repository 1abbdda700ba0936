import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  IdentityKind,
  SignInStatus,
} from '@backstage-databricks/plugin-databricks-common';

const COUNTED_FOR_MS = 60_000;

/** Every metric of this plugin. Users, fabrics and workspaces are no attributes, because their number has no bound. */
export class DatabricksMetrics {
  readonly #metrics: MetricsService;
  readonly #issued;
  readonly #refreshes;
  readonly #signIns;

  constructor(options: { metrics: MetricsService }) {
    this.#metrics = options.metrics;
    this.#issued = options.metrics.createCounter('databricks.tokens.issued', {
      description: 'Tokens handed to other plugins, by identity and source',
      unit: '{token}',
    });
    this.#refreshes = options.metrics.createHistogram(
      'databricks.refresh.duration',
      {
        description: 'Calls of the token endpoint, until they are stored',
        unit: 's',
        advice: {
          explicitBucketBoundaries: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15],
        },
      },
    );
    this.#signIns = options.metrics.createCounter('databricks.sign_ins', {
      description: 'Sign-ins that came to an end, by how',
      unit: '{sign-in}',
    });
  }

  tokenIssued(
    identity: IdentityKind,
    source: 'memory' | 'database' | 'refresh',
  ): void {
    this.#issued.add(1, { identity, source });
  }

  refreshed(outcome: string, durationMs: number): void {
    this.#refreshes.record(durationMs / 1000, { outcome });
  }

  signInEnded(status: SignInStatus): void {
    this.#signIns.add(1, { status });
  }

  /** @param count - by status; every replica reports the same */
  observeConnections(count: () => Promise<ReadonlyMap<string, number>>): void {
    const counted = onceAMinute(count);
    this.#metrics
      .createObservableGauge('databricks.connections', {
        description: 'Connections of users, by status',
        unit: '{connection}',
      })
      .addCallback(async result => {
        for (const [status, connections] of (await counted()) ?? []) {
          result.observe(connections, { status });
        }
      });
  }

  observeUnreadableValues(count: () => Promise<number>): void {
    const counted = onceAMinute(count);
    this.#metrics
      .createObservableGauge('databricks.values_unreadable', {
        description: 'Stored values whose encryption key is not configured',
        unit: '{value}',
      })
      .addCallback(async result => {
        const values = await counted();
        if (values !== undefined) {
          result.observe(values);
        }
      });
  }
}

/**
 * Collectors ask several times a minute, while what is counted in the database changes in hours. Where the database does
 * not answer, nothing is reported.
 */
function onceAMinute<T>(count: () => Promise<T>) {
  let counted: Promise<T | undefined> | undefined;
  let countedAt = 0;
  return async () => {
    if (!counted || performance.now() - countedAt > COUNTED_FOR_MS) {
      countedAt = performance.now();
      counted = count().catch(() => undefined);
    }
    return counted;
  };
}
