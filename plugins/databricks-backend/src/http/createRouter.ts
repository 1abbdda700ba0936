import { LoggerService } from '@backstage/backend-plugin-api';
import { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { callbackHandler } from '../signIn';
import { createErrorHandler, notFound } from './errorHandler';
import { jsonBody } from './jsonBody';
import { redactRequest } from './redactRequest';
import { mountResource, Resource } from './resource';

/** What both callbacks need. */
export type CallbackOptions = Omit<
  Parameters<typeof callbackHandler>[0],
  'path'
>;

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** The path of the callback below the plugin; open to callers without credentials. */
export const CALLBACK_PATH = '/oauthredirect';

/** Everything below `/api/databricks`. */
export function createRouter(options: {
  resources: Resource[];
  callback: CallbackOptions;
  logger: LoggerService;
  /** After the redaction: a request that is cut off while it waits is logged too. */
  keepFresh: RequestHandler;
}): Router {
  const router = PromiseRouter({ caseSensitive: true, strict: true });
  router.use(redactRequest(), noStore, options.keepFresh);
  mountResource(router, {
    path: CALLBACK_PATH,
    methods: {
      GET: callbackHandler({ ...options.callback, path: 'oauthredirect' }),
    },
  });
  router.use(jsonBody());
  for (const resource of options.resources) {
    mountResource(router, resource);
  }
  router.use(notFound());
  router.use(createErrorHandler(options.logger));
  return router;
}

/**
 * The callback outside of `/api`, which Databricks applications of Prophecy have registered. The root router has no
 * credentials barrier and matches prefixes in any spelling, so this answers its one path only.
 */
export function createMetadataRouter(options: {
  path: string;
  callback: CallbackOptions;
  logger: LoggerService;
  /** As before every route below `/api/databricks`. */
  keepFresh: RequestHandler;
}): Router {
  const router = PromiseRouter({ caseSensitive: true, strict: true });
  router.use((request, _response, next) =>
    next(request.originalUrl === options.path ? undefined : 'router'),
  );
  router.use(noStore, options.keepFresh);
  mountResource(router, {
    path: '/',
    methods: {
      GET: callbackHandler({ ...options.callback, path: 'metadata' }),
    },
  });
  const outer = PromiseRouter({ caseSensitive: true, strict: true });
  outer.use(redactRequest(), router);
  outer.use(noStore, notFound());
  outer.use(createErrorHandler(options.logger));
  return outer;
}
