import { inParallel } from './inParallel';

describe('inParallel', () => {
  it('has so many under way and no more, and goes on after one that fails', async () => {
    let underWay = 0;
    let most = 0;
    const done: number[] = [];
    const failed = await inParallel([1, 2, 3, 4, 5, 6, 7], 3, async item => {
      underWay++;
      most = Math.max(most, underWay);
      await Promise.resolve();
      await Promise.resolve();
      underWay--;
      if (item % 3 === 0) {
        throw new Error(`no ${item}`);
      }
      done.push(item);
    });

    expect(most).toBe(3);
    expect(done).toEqual([1, 2, 4, 5, 7]);
    expect(failed).toEqual([
      { item: 3, error: new Error('no 3') },
      { item: 6, error: new Error('no 6') },
    ]);
  });

  it('does nothing with nothing', async () => {
    expect(await inParallel([], 6, async () => {})).toEqual([]);
  });
});
