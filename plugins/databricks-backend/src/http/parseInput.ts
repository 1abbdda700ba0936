import { Request } from 'express';
import { z } from 'zod/v4';
import { DatabricksServiceError } from '../errors';
import { queryOf } from './queryOf';
import { Route } from './Route';

const nothing = z.strictObject({});

/** All our ids are UUIDs. Nothing else reaches the audit, nor the database, which fails on some texts. */
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Checks what a request brings against what its route takes.
 *
 * @throws DatabricksServiceError `invalid_request` that names the field, never its value; `not_found` for an id that
 * cannot be one
 */
export async function parseInput(route: Route, request: Request) {
  const { params } = request;
  const body = parse(route.body ?? nothing, request.body ?? {}, 'body');
  const query = parse(
    route.query ?? nothing,
    valuesByName(queryOf(request)),
    'query',
  );
  if (params.id !== undefined && !UUID.test(params.id)) {
    throw new DatabricksServiceError('not_found', { message: route.notFound });
  }
  return { id: params.id, params, query, body };
}

/**
 * The parameters as they are written, each a text, or a list where it is there more than once. Express' own parser makes
 * objects of brackets, and drops what it takes for an attack or for too much.
 */
function valuesByName(parameters: URLSearchParams): unknown {
  const values = new Map<string, string[]>();
  for (const [name, value] of parameters) {
    const others = values.get(name);
    if (others) {
      others.push(value);
    } else {
      values.set(name, [value]);
    }
  }
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]),
  );
}

function parse(schema: z.ZodType, value: unknown, part: string): unknown {
  const { data, error } = schema.safeParse(value);
  if (error) {
    const message = describeIssue(error.issues[0], part);
    throw new DatabricksServiceError('invalid_request', { message });
  }
  return data;
}

function describeIssue(issue: z.core.$ZodIssue, part: string): string {
  const path = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0].slice(0, 64).replace(/[^\w.-]/g, '?');
    return `${path ? `${path}.` : ''}${key}: is not a known ${
      part === 'body' ? 'field' : 'parameter'
    }`;
  }
  return `${path || part}: ${issue.message}`;
}
