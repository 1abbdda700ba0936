import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  MetricAttributes,
  MetricsService,
  metricsServiceRef,
  MetricsServiceObservableCallback,
} from '@backstage/backend-plugin-api/alpha';
import { mockCredentials } from '@backstage/backend-test-utils';
import { alice, bob, startPlugin } from '../__testUtils__/startPlugin';

jest.setTimeout(30_000);

type Measured = { name: string; value: number; attributes?: MetricAttributes };

/** A metrics service that remembers what it was told. */
function recordMetrics() {
  const measured: Measured[] = [];
  const gauges = new Map<string, MetricsServiceObservableCallback>();
  const instrument = (name: string) => {
    const record = (value: number, attributes?: MetricAttributes) =>
      measured.push({ name, value, attributes });
    return { add: record, record };
  };
  const observable = (name: string) => ({
    addCallback: (callback: MetricsServiceObservableCallback) =>
      gauges.set(name, callback),
    removeCallback: () => gauges.delete(name),
  });
  const service = {
    createCounter: instrument,
    createUpDownCounter: instrument,
    createHistogram: instrument,
    createGauge: instrument,
    createObservableCounter: observable,
    createObservableUpDownCounter: observable,
    createObservableGauge: observable,
  } as unknown as MetricsService;
  return {
    measured,
    feature: createServiceFactory({
      service: metricsServiceRef,
      deps: {},
      factory: () => service,
    }),
    async collect(name: string): Promise<Measured[]> {
      const observed: Measured[] = [];
      await gauges.get(name)?.({
        observe: (value, attributes) =>
          observed.push({ name, value, attributes }),
      });
      return observed;
    },
  };
}

describe('The metrics', () => {
  it('count sign-ins, tokens by source, and renewals by outcome; none names anybody', async () => {
    const { measured, feature, collect } = recordMetrics();
    const plugin = await startPlugin({
      features: [feature],
      configure: config => ({
        ...config,
        consumers: { reports: { servicePrincipalOf: '*' } },
      }),
    });
    await plugin.connect(alice);
    await plugin.connect(bob, { fabric: 'operations' });
    const token = () =>
      plugin
        .as(
          mockCredentials.service.header({
            onBehalfOf: mockCredentials.service('plugin:reports'),
            targetPluginId: 'databricks',
          }),
        )
        .post('/api/databricks/tokens')
        .send({ fabric: 'nightly', purpose: 'automation' });
    plugin.simulator.faults.next('token', { kind: 'status', status: 503 });
    expect((await token()).status).toBe(503);
    await plugin.knex('grants').update({ retry_at: 0 });
    expect((await token()).status).toBe(200);
    expect((await token()).status).toBe(200);

    const told = (name: string) => measured.filter(it => it.name === name);
    expect(told('databricks.sign_ins')).toMatchObject([
      { value: 1, attributes: { status: 'succeeded' } },
      { value: 1, attributes: { status: 'succeeded' } },
    ]);
    expect(told('databricks.refresh.duration')).toMatchObject([
      { attributes: { outcome: 'databricks_unavailable' } },
      { attributes: { outcome: 'renewed' } },
    ]);
    expect(told('databricks.tokens.issued')).toMatchObject([
      { attributes: { identity: 'servicePrincipal', source: 'refresh' } },
      { attributes: { identity: 'servicePrincipal', source: 'memory' } },
    ]);
    expect(JSON.stringify(measured)).not.toMatch(/alice|nightly|127\.0\.0\.1/);

    await plugin
      .knex('grants')
      .where({ owner: 'user:default/alice' })
      .update({ key_id: 'removed' });
    expect(await collect('databricks.connections')).toMatchObject([
      { value: 2, attributes: { status: 'connected' } },
    ]);
    expect(await collect('databricks.values_unreadable')).toMatchObject([
      { value: 2 },
    ]);
    await plugin.stop();
  });
});
