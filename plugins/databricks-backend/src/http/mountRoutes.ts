import { Request, Response, Router } from 'express';
import { DatabricksServiceError } from '../errors';
import { AuditTrail } from '../portal';
import { parseInput } from './parseInput';
import { Route } from './Route';

/**
 * Mounts routes. Methods are matched by hand: Express would answer HEAD with the handler of GET, and 404 for a method
 * that a known path does not have.
 *
 * @param options.keepFresh - runs before each request of a route, not of a path or method that there is not: some are
 * sent without credentials, and shall cost no database
 */
export function mountRoutes(
  router: Router,
  routes: readonly Route[],
  { audit, keepFresh }: { audit: AuditTrail; keepFresh?: () => Promise<void> },
): void {
  for (const path of new Set(routes.map(it => it.path))) {
    const methods = new Map(
      routes.filter(it => it.path === path).map(it => [it.method, it]),
    );
    const allowed = [...methods.keys()].sort().join(', ');
    router.all(path, async (request, response) => {
      const route = methods.get(request.method as Route['method']);
      if (!route) {
        response.setHeader('Allow', allowed);
        throw new DatabricksServiceError('invalid_request', {
          status: 405,
          message: `This path answers ${allowed} only.`,
        });
      }
      await keepFresh?.();
      await answer(route, request, response, audit);
    });
  }
}

/**
 * Finds out who calls and what they send. If either is refused, the refusal is thrown only within the audited work, so
 * that the audit tells of it too, with as much of the request as is known.
 */
async function answer(
  route: Route,
  request: Request,
  response: Response,
  audit: AuditTrail,
): Promise<void> {
  const [sender, input] = await Promise.allSettled([
    route.caller.identify(request),
    parseInput(route, request),
  ]);
  const work = async () => {
    const caller = await valueOf(sender).admit();
    const call = { caller, ...valueOf(input), request, response };
    return { call, result: await route.handle(call) };
  };
  const { event, severityLevel, meta, describe } = route.audit ?? {};
  const known = meta?.({
    ...(sender.status === 'fulfilled' && sender.value),
    ...(input.status === 'fulfilled' && input.value),
    name: request.params.name,
  });
  const { call, result } =
    event && known
      ? await audit.record(
          event,
          {
            request,
            severityLevel,
            meta: known,
            describe: done => describe?.(done.result) ?? {},
          },
          work,
        )
      : await work();
  const body = route.answer ? await route.answer(result, call) : result;
  if (!response.headersSent) {
    if (response.statusCode === 200) {
      response.status(Number(Object.keys(route.answers)[0]));
    }
    response.json(body);
  }
}

function valueOf<T>(settled: PromiseSettledResult<T>): T {
  if (settled.status === 'rejected') {
    throw settled.reason;
  }
  return settled.value;
}
