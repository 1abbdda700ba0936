import type { Response } from 'supertest';
import type { z } from 'zod/v4';

/**
 * The answer is what its schema says, in every depth, and has no field more. Schemas of answers drop what they do
 * not know, so that what is left must be all.
 */
export function expectAnswer<T extends z.ZodType>(
  answer: Response,
  status: number,
  schema: T,
): z.output<T> {
  expect([answer.status, answer.body]).toEqual([status, expect.anything()]);
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
  const parsed = schema.parse(answer.body);
  expect(answer.body).toEqual(parsed);
  return parsed;
}
