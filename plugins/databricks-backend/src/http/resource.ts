import { Request, RequestHandler, Response, Router } from 'express';
import { z } from 'zod/v4';
import { DatabricksServiceError } from '../errors';
import { parseBody } from './jsonBody';

/** Answers one method of a resource. What it throws becomes an error body. */
export type Handler = (
  request: Request,
  response: Response,
) => Promise<void> | void;

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** All methods of one path. */
export type Resource = {
  path: string;
  methods: Partial<Record<Method, Handler>>;
};

/** For requests that say everything in their path and query. */
export const noBodySchema = z.strictObject({});

/**
 * Mounts a resource. Methods are matched by hand: Express would answer HEAD with the handler of GET, and 404 for a
 * method that a known path does not have.
 */
export function mountResource(router: Router, resource: Resource): void {
  const allowed = Object.keys(resource.methods).sort().join(', ');
  const dispatch: RequestHandler = async (request, response) => {
    const handler = Object.hasOwn(resource.methods, request.method)
      ? resource.methods[request.method as Method]
      : undefined;
    if (!handler) {
      response.setHeader('Allow', allowed);
      throw new DatabricksServiceError('invalid_request', {
        status: 405,
        message: `This path answers ${allowed} only.`,
      });
    }
    if (request.method === 'GET' || request.method === 'DELETE') {
      parseBody(noBodySchema, request);
    }
    await handler(request, response);
  };
  router.all(resource.path, dispatch);
}
