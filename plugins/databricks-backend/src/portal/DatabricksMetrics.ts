import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  IdentityKind,
  SignInStatus,
} from '@backstage-databricks/plugin-databricks-common';

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

  refreshed(outcome: string, durationMs: number): void {
    this.#refreshes.record(durationMs / 1000, { outcome });
  }

  signInEnded(status: SignInStatus): void {
    this.#signIns.add(1, { status });
  }

  /** @param count - by status; asked whenever the metrics are collected. Every replica tells the same */
  observeConnections(
    count: () => Promise<ReadonlyMap<string, number> | undefined>,
  ): void {
    this.#metrics
      .createObservableGauge('databricks.connections', {
        description: 'Connections of users, by status',
        unit: '{connection}',
      })
      .addCallback(async result => {
        for (const [status, connections] of (await count()) ?? []) {
          result.observe(connections, { status });
        }
      });
  }

  /** @param count - as above */
  observeUnreadableValues(count: () => Promise<number | undefined>): void {
    this.#metrics
      .createObservableGauge('databricks.values_unreadable', {
        description: 'Stored values whose encryption key is not configured',
        unit: '{value}',
      })
      .addCallback(async result => {
        const values = await count();
        if (values !== undefined) {
          result.observe(values);
        }
      });
  }
}
