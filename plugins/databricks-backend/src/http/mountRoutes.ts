import { Request, RequestHandler, Response, Router } from 'express';
import { DatabricksServiceError } from '../errors';
import { AuditTrail } from '../portal';
import { parseInput } from './parseInput';
import { Call, Route } from './Route';

/**
 * Mounts routes. Methods are matched by hand: Express would answer HEAD with the handler of GET, and 404 for a method
 * that a known path does not have.
 */
export function mountRoutes(
  router: Router,
  routes: readonly Route[],
  audit: AuditTrail,
): void {
  for (const path of new Set(routes.map(it => it.path))) {
    const methods = new Map(
      routes.filter(it => it.path === path).map(it => [it.method, it]),
    );
    const allowed = [...methods.keys()].sort().join(', ');
    const dispatch: RequestHandler = async (request, response) => {
      const route = methods.get(request.method as Route['method']);
      if (!route) {
        response.setHeader('Allow', allowed);
        throw new DatabricksServiceError('invalid_request', {
          status: 405,
          message: `This path answers ${allowed} only.`,
        });
      }
      await answer(route, request, response, audit);
    };
    router.all(path, dispatch);
  }
}

/**
 * Who calls is looked up before what they send, and both once. A request that is refused for either is in the audit
 * too, with as much of it as is known.
 */
async function answer(
  route: Route,
  request: Request,
  response: Response,
  audit: AuditTrail,
): Promise<void> {
  const sender = await settle(() => route.caller.identify(request));
  const input = await settle(() => parseInput(route, request));
  const work = async () => {
    const caller = await sender.get().admit();
    const call = { caller, ...input.get(), request, response };
    return { call, result: await route.handle(call) };
  };
  const { event, severityLevel, meta, describe } = route.audit ?? {};
  const known = meta?.({
    request,
    ...sender.value,
    ...input.value,
    id: input.value?.params.id,
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
  await send(route, call, result);
}

async function send(
  route: Route,
  call: Call<unknown, unknown, unknown>,
  result: unknown,
): Promise<void> {
  const body = route.answer ? await route.answer(result, call) : result;
  const { response } = call;
  if (!response.headersSent) {
    const [status] = Object.keys(route.answers);
    if (response.statusCode === 200) {
      response.status(Number(status));
    }
    response.json(body);
  }
}

type Settled<T> = { value?: T; get(): T };

/** What came of it, to be thrown later where it failed. */
async function settle<T>(work: () => Promise<T> | T): Promise<Settled<T>> {
  try {
    const value = await work();
    return { value, get: () => value };
  } catch (error) {
    return {
      get() {
        throw error;
      },
    };
  }
}
