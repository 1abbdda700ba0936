import { DatabricksServiceError } from '../errors';
import { ConnectionUses } from './ConnectionUses';

describe('The notes of uses', () => {
  it('are written in batches, and where that is cut off the rest is written the next time', async () => {
    const written: string[] = [];
    let isDown = false;
    const write = async (ids: string[]) => {
      if (isDown) {
        throw new DatabricksServiceError('unavailable');
      }
      written.push(...ids);
      isDown = true;
    };
    const uses = new ConnectionUses({
      store: { markUsed: write },
      useStore: {
        markUsedBy: (consumer, ids) => write(ids.map(id => consumer + id)),
      },
    });
    const ids = Array.from({ length: 1_200 }, (_, i) => `${i}`);
    for (const _ of ['first', 'again']) {
      ids.forEach(id => uses.record(id));
      ids.forEach(id => uses.record(id, 'reports'));
    }
    for (const count of [500, 1_000, 1_200, 1_700, 2_200, 2_400]) {
      isDown = false;
      await uses.flush().catch(() => {});
      expect(written).toHaveLength(count);
    }
    await uses.flush();
    expect(written).toEqual([...ids, ...ids.map(id => `reports${id}`)]);
  });
});
