import { mockServices } from '@backstage/backend-test-utils';
import { inspect } from 'node:util';
import { DatabricksServiceError } from '../errors';
import { AuditTrail } from './AuditTrail';

const CANARY = 'canary-8f2d71c4';

describe('What the audit tells of work that failed', () => {
  const failures: Error[] = [];
  const audit = new AuditTrail({
    auditor: mockServices.auditor.mock({
      createEvent: async () => ({
        success: async () => {},
        fail: async ({ error }) => {
          failures.push(error);
        },
      }),
    }),
    logger: mockServices.logger.mock(),
  });

  async function toldOf(error: unknown): Promise<Error> {
    const work = audit.record('pause', { meta: {} }, async () => {
      throw error;
    });
    await expect(work).rejects.toBe(error);
    return failures.pop()!;
  }

  it.each<[string, unknown]>([
    ['a message', new Error(`insert into grants values ('${CANARY}')`)],
    ['fields', Object.assign(new Error('x'), { body: CANARY, sql: CANARY })],
    ['a cause', new Error('x', { cause: new Error(CANARY) })],
    ['a cause of our own', withCause(new DatabricksServiceError('not_found'))],
    ['a text', CANARY],
    ['nothing', undefined],
  ])('is nothing of %s that nobody expected', async (_, error) => {
    const told = await toldOf(error);
    expect(inspect(told, { depth: null, showHidden: true })).not.toContain(
      CANARY,
    );
  });

  it('is what we answer', async () => {
    const told = await toldOf(
      new DatabricksServiceError('not_allowed', { message: 'Not you.' }),
    );
    expect(told).toMatchObject({
      name: 'NotAllowedError',
      message: 'Not you.',
    });
  });

  function withCause(error: Error): Error {
    return Object.assign(error, { cause: CANARY });
  }
});
