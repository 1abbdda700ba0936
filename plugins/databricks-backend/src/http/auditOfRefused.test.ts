import { mockCredentials } from '@backstage/backend-test-utils';
import { recordAudit } from '../__testUtils__/recordAudit';
import {
  alice,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

const ID = '00000000-0000-4000-8000-000000000000';

describe('The audit log of refused requests', () => {
  const audit = recordAudit();
  let plugin: StartedPlugin;

  beforeAll(async () => {
    plugin = await startPlugin({ features: [audit.feature] });
  });

  beforeEach(() => {
    audit.records.length = 0;
  });

  afterAll(async () => {
    await plugin.stop();
  });

  const recorded = () =>
    audit.records.map(({ eventId, outcome, meta }) => ({
      eventId,
      outcome,
      meta,
    }));

  it('has who may not sign in or disconnect: other plugins', async () => {
    const service = plugin.as(mockCredentials.service.header());
    const start = await service
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'everybody' });
    const end = await service.delete(`/api/databricks/connections/${ID}`);
    expect([start.status, end.status]).toEqual([403, 403]);
    expect(recorded()).toEqual([
      {
        eventId: 'sign-in-start',
        outcome: 'fail',
        meta: { fabric: 'everybody' },
      },
      { eventId: 'disconnect', outcome: 'fail', meta: { connection: ID } },
    ]);
  });

  it('has what makes no sense, without repeating it', async () => {
    const as = plugin.as(alice);
    await as.post('/api/databricks/sign-ins').send({ fabric: ['canary'] });
    await as.delete('/api/databricks/connections/canary');
    expect(recorded()).toEqual([
      { eventId: 'sign-in-start', outcome: 'fail', meta: {} },
      { eventId: 'disconnect', outcome: 'fail', meta: {} },
    ]);
  });
});
