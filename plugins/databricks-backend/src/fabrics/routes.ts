import { fabricTestRequestSchema } from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers, RateLimiter } from '../access';
import { parseBody, Resource } from '../http';
import { FabricProbe } from '../probes';
import { Fabrics } from './Fabrics';

/** Of one user at one replica: each test makes up to three calls to Databricks. */
const MAX_TESTS_PER_MINUTE = 30;

/** `GET /fabrics`, `/fabrics/:name`, `POST /fabrics/:name/test` */
export function fabricResources(options: {
  callers: Callers;
  access: Access;
  fabrics: Fabrics;
  fabricTest: FabricProbe;
  /** `PUT` and `DELETE` of a fabric. */
  definitionMethods: Resource['methods'];
}): Resource[] {
  const { callers, access, fabrics, fabricTest } = options;
  const tests = new RateLimiter({ maxPerMinute: MAX_TESTS_PER_MINUTE });
  return [
    {
      path: '/fabrics',
      methods: {
        GET: async (request, response) => {
          const user = await callers.user(request);
          response.json(await fabrics.list(user));
        },
      },
    },
    {
      path: '/fabrics/:name',
      methods: {
        ...options.definitionMethods,
        GET: async (request, response) => {
          const user = await callers.user(request);
          response.json(await fabrics.get(user, request.params.name));
        },
      },
    },
    {
      path: '/fabrics/:name/test',
      methods: {
        POST: async (request, response) => {
          const user = await callers.user(request);
          tests.admit(user.userEntityRef);
          const { as } = parseBody(fabricTestRequestSchema, request);
          const usable = await access.usableFabrics(
            user,
            fabrics.definitions(),
          );
          response.json(
            await fabricTest.run(
              access.one(usable, request.params.name),
              user,
              as,
            ),
          );
        },
      },
    },
  ];
}
