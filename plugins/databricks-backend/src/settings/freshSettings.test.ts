import { Knex } from 'knex';
import { memoryDatabase } from '../__testUtils__/memoryDatabase';
import {
  alice,
  bob,
  StartedPlugin,
  startPlugin,
} from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('A replica that nobody has asked for a while', () => {
  let knex: Knex;
  let first: StartedPlugin;
  let second: StartedPlugin;
  /** How much later it is, on the monotonic clock of both replicas. */
  let laterMs = 0;

  beforeAll(async () => {
    const now = performance.now.bind(performance);
    jest.spyOn(performance, 'now').mockImplementation(() => now() + laterMs);
    knex = memoryDatabase();
    first = await startPlugin({ knex });
    second = await startPlugin({ knex, configure: () => first.databricks });
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await second.stop();
    await first.stop();
    await knex.destroy();
  });

  it('answers the next request by what an admin has changed elsewhere ten seconds before', async () => {
    const namesAt = async (replica: StartedPlugin) => {
      const answer = await replica.as(alice).get('/api/databricks/fabrics');
      return answer.body.items.map((it: { name: string }) => it.name);
    };
    expect(await namesAt(second)).not.toContain('new');
    await first
      .as(bob)
      .put('/api/databricks/fabrics/new')
      .send({ type: 'spark', owner: '*', workspaceUrl: first.simulator.url })
      .expect(201);
    laterMs += 10_000;
    expect(await namesAt(second)).toContain('new');

    const { body } = await first.as(bob).get('/api/databricks/settings');
    const { etag } = body.fabrics.find(
      (it: { name: string }) => it.name === 'new',
    );
    await first
      .as(bob)
      .delete('/api/databricks/fabrics/new')
      .set('If-Match', etag)
      .expect(200);
    laterMs += 10_000;
    const started = await second
      .as(alice)
      .post('/api/databricks/sign-ins')
      .send({ fabric: 'new' });
    expect(started.status).toBe(404);
  });
});
