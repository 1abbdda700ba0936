import { Request } from 'express';
import { z } from 'zod/v4';
import { parseInput } from './parseInput';
import { defineRoute } from './Route';

const route = defineRoute({
  method: 'GET',
  path: '/x',
  id: 'x',
  summary: '',
  caller: {
    who: '',
    identify: async () => ({ admit: () => undefined }),
  },
  query: z.looseObject({}),
  answers: { 200: z.unknown() },
  handle: () => undefined,
});

const query = async (text: string) =>
  (await parseInput(route, { url: `/x?${text}`, params: {} } as Request)).query;

describe('A query', () => {
  it('has each name once, with a list where it is there several times', async () => {
    expect(await query('a=1&b=2&a=3&c&a[b]=4')).toEqual({
      a: ['1', '3'],
      b: '2',
      c: '',
      'a[b]': '4',
    });
  });

  it('of many names takes the time of reading them, not more', async () => {
    const fastestMs = async (names: number) => {
      const text = Array.from({ length: names }, (_, i) => `n${i}`).join('&');
      const times = [];
      for (let i = 0; i < 15; i += 1) {
        const startedAt = performance.now();
        await query(text);
        times.push(performance.now() - startedAt);
      }
      return Math.min(...times);
    };
    const once = await fastestMs(5_000);
    // With the square of the names it would be sixteen times as long
    expect(await fastestMs(20_000)).toBeLessThan(9 * once + 2);
  });
});
