import {
  DatabricksErrorCode,
  errorBodySchema,
} from '@backstage-databricks/plugin-databricks-common';
import type { Response } from 'supertest';
import { expectAnswer } from './expectAnswer';

/** Backstage's names, by which its clients know a status. */
const NAMES: Record<number, string> = {
  400: 'InputError',
  403: 'NotAllowedError',
  404: 'NotFoundError',
  405: 'InputError',
  409: 'ConflictError',
  413: 'InputError',
  415: 'InputError',
  429: 'TooManyRequestsError',
  503: 'ServiceUnavailableError',
};

/** The answer is an error as the contract has it, and nothing else. Returns its sentence. */
export function expectRefusal(
  answer: Response,
  status: number,
  code: DatabricksErrorCode,
): string {
  const { error, response } = expectAnswer(answer, status, errorBodySchema);
  expect([error.code, error.name, response.statusCode]).toEqual([
    code,
    NAMES[status],
    status,
  ]);
  expect(error.message).toMatch(/\w\w/);
  const waits =
    status === 429 ||
    ['throttled', 'databricks_unavailable', 'unavailable'].includes(code);
  expect(answer.headers['retry-after']).toBe(
    waits ? String(error.retryAfterSeconds) : undefined,
  );
  expect(error.retryAfterSeconds).toEqual(
    waits ? expect.any(Number) : undefined,
  );
  expect(answer.headers['set-cookie']).toBeUndefined();
  return error.message;
}
