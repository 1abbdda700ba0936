import { LoggerService } from '@backstage/backend-plugin-api';
import { RequestHandler, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { AuditTrail } from '../portal';
import { AnswersInFlight } from './AnswersInFlight';
import { createErrorHandler, notFound } from './errorHandler';
import { jsonBody } from './jsonBody';
import { mountRoutes } from './mountRoutes';
import { redactRequest } from './redactRequest';
import { PAGE, Route } from './Route';

type RouterOptions = {
  routes: readonly Route[];
  audit: AuditTrail;
  answers: AnswersInFlight;
  logger: LoggerService;
  /** Runs before every route but the pages: anybody can ask for one, and a sign-in reads the settings itself. */
  keepFresh: () => Promise<void>;
};

const noStore: RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

/** Everything below `/api/databricks`. */
export function createRouter(options: RouterOptions): Router {
  const { routes, audit, answers, logger, keepFresh } = options;
  const isPage = (route: Route) => Object.values(route.answers).includes(PAGE);
  const router = PromiseRouter({ caseSensitive: true, strict: true });
  router.use(answers.track, redactRequest, noStore);
  // Before the body is read: what is wrong with it is said by the page, not by the error handler
  mountRoutes(router, routes.filter(isPage), { audit });
  router.use(jsonBody);
  const others = routes.filter(it => !isPage(it));
  mountRoutes(router, others, { audit, keepFresh });
  router.use(notFound, createErrorHandler(logger));
  return router;
}

/**
 * A page outside of `/api`. The root router asks for no credentials, and it matches the beginning of a path in any
 * spelling, so this answers its one path only.
 */
export function createRootPage(
  route: Route,
  options: Omit<RouterOptions, 'routes' | 'keepFresh'>,
): Router {
  const { audit, answers, logger } = options;
  const router = PromiseRouter({ caseSensitive: true, strict: true });
  router.use(redactRequest, noStore, (request, response, next) =>
    request.originalUrl === route.path
      ? next()
      : notFound(request, response, next),
  );
  router.use(answers.track);
  mountRoutes(router, [{ ...route, path: '/' }], { audit });
  router.use(createErrorHandler(logger));
  return router;
}
