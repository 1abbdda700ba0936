import { mockServices } from '@backstage/backend-test-utils';
import express from 'express';
import request from 'supertest';
import { inspect } from 'node:util';
import { DatabricksServiceError } from '../errors';
import { createErrorHandler } from './errorHandler';

const CANARY = 'canary-value';

describe('What is told of an error that nobody expected', () => {
  const logged: unknown[] = [];
  const log = (...args: unknown[]) => logged.push(args);
  const logger = mockServices.logger.mock({
    error: log,
    warn: log,
    info: log,
    debug: log,
  });

  beforeEach(() => {
    logged.length = 0;
  });

  const answerTo = (error: unknown) => {
    const app = express();
    app.get('/', () => {
      throw error;
    });
    app.use(createErrorHandler(logger));
    return request(app).get('/').set('x-canary', CANARY);
  };

  it.each<[string, unknown]>([
    ['of a message', new Error(CANARY)],
    [
      'of fields, as drivers and parsers add them',
      Object.assign(new Error('x'), {
        statement: CANARY,
        body: CANARY,
        status: 418,
        headers: { 'x-canary': CANARY },
        expose: true,
      }),
    ],
    ['of a cause', new Error('x', { cause: new Error(CANARY) })],
    ['of what was thrown and is no error', { CANARY, message: CANARY }],
    ['of a text', CANARY],
  ])(
    'is nothing %s, neither in the answer nor in the log',
    async (_, error) => {
      const answer = await answerTo(error);
      expect(answer.status).toBe(503);
      expect(answer.body.error.code).toBe('unavailable');
      // As a sink that looks deeper than JSON would
      const told = inspect([answer.body, answer.headers, logged], {
        depth: 10,
        showHidden: true,
      });
      expect(logged).toHaveLength(1);
      expect(told).not.toContain(CANARY);
      expect(told).not.toContain(__filename);
    },
  );

  it('is in the log the detail that we chose, and not in the answer', async () => {
    const answer = await answerTo(
      new DatabricksServiceError('unavailable', { detail: 'ECONNREFUSED' }),
    );
    expect(logged).toEqual([['A request failed: ECONNREFUSED']]);
    expect(answer.text).not.toContain('ECONNREFUSED');
  });
});
