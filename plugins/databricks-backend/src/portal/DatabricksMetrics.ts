import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  IdentityKind,
  SignInStatus,
} from '@backstage-databricks/plugin-databricks-common';
import { RenewalEvent } from '../grants';

/** Collectors ask several times a minute; what is counted in the database changes in hours. */
const COUNTED_FOR_MS = 60_000;

/** What is counted in the database, now and then. */
export type StoredCounts = {
  /** Connections by their status. */
  connections(): Promise<ReadonlyMap<string, number>>;
  /** Sealed values whose key is not configured. */
  valuesUnreadable(): Promise<number>;
};

/** Every metric of this plugin. No user, fabric or workspace is an attribute: their number has no bound. */
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

  refreshed({ outcome, durationMs }: RenewalEvent): void {
    this.#refreshes.record(durationMs / 1000, { outcome });
  }

  signInEnded(status: SignInStatus): void {
    this.#signIns.add(1, { status });
  }

  /** Every replica tells the same. Where the database does not answer, there is nothing to tell. */
  observe(counts: StoredCounts): void {
    const connections = onceAMinute(counts.connections);
    const valuesUnreadable = onceAMinute(counts.valuesUnreadable);
    this.#metrics
      .createObservableGauge('databricks.connections', {
        description: 'Connections of users, by status',
        unit: '{connection}',
      })
      .addCallback(async result => {
        for (const [status, number] of (await connections()) ?? []) {
          result.observe(number, { status });
        }
      });
    this.#metrics
      .createObservableGauge('databricks.values_unreadable', {
        description: 'Stored values whose encryption key is not configured',
        unit: '{value}',
      })
      .addCallback(async result => {
        const values = await valuesUnreadable();
        if (values !== undefined) {
          result.observe(values);
        }
      });
  }
}

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
