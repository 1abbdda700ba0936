import {
  appConnectionInputSchema,
  appConnectionTestRequestSchema,
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers, RateLimiter } from '../access';
import { SettingsOverview } from '../checks';
import { DatabricksServiceError } from '../errors';
import { parseBody, Resource } from '../http';
import { AuditTrail } from '../portal';
import { AppConnectionProbe } from '../probes';
import { AppConnectionChanges } from './AppConnectionChanges';
import { isDryRun, preconditionOf } from './precondition';

/** Of one admin at one replica: each test makes several calls to a workspace. */
const MAX_TESTS_PER_MINUTE = 30;

/** `PUT /app-connections/:name`, `DELETE ...`, `POST /app-connections/:name/test` */
export function appConnectionResources(options: {
  callers: Callers;
  access: Access;
  appConnectionAdmin: AppConnectionChanges;
  appConnectionTest: AppConnectionProbe;
  settingsOverview: SettingsOverview;
  audit: AuditTrail;
}): Resource[] {
  const { callers, access, appConnectionAdmin, audit } = options;
  const tests = new RateLimiter({ maxPerMinute: MAX_TESTS_PER_MINUTE });
  return [
    {
      path: '/app-connections/:name',
      methods: {
        PUT: async (request, response) => {
          const dryRun = isDryRun(request);
          const prepare = async () => {
            const user = await callers.user(request);
            await access.requireAdmin(user);
            const name = definitionName(request.params.name);
            const body = parseBody(appConnectionInputSchema, request);
            const precondition = preconditionOf(request, user);
            const change = await appConnectionAdmin.prepare(
              name,
              body,
              precondition,
            );
            return { name, change };
          };
          if (dryRun) {
            const { change } = await prepare();
            response.json(
              await options.appConnectionTest.dryRun(change.client),
            );
            return;
          }
          const { name, change: made } = await audit.record(
            'app-connection-change',
            {
              request,
              meta: { appConnection: request.params.name },
              describe: ({ change: { fields, formerDefault } }) => ({
                fields,
                formerDefault,
              }),
            },
            async () => {
              const prepared = await prepare();
              await prepared.change.write();
              return prepared;
            },
          );
          response
            .status(made.created ? 201 : 200)
            .json(await options.settingsOverview.appConnection(name));
        },
        DELETE: async (request, response) => {
          const { name } = request.params;
          await audit.record(
            'app-connection-change',
            {
              request,
              meta: { appConnection: name, removed: true },
              describe: ended => (ended === undefined ? {} : { ended }),
            },
            async () => {
              const user = await callers.user(request);
              await access.requireAdmin(user);
              return appConnectionAdmin.delete(
                name,
                preconditionOf(request, user),
              );
            },
          );
          response.json({ removed: true });
        },
      },
    },
    {
      path: '/app-connections/:name/test',
      methods: {
        POST: async (request, response) => {
          const user = await callers.user(request);
          await access.requireAdmin(user);
          tests.admit(user.userEntityRef);
          const { workspaceUrl } = parseBody(
            appConnectionTestRequestSchema,
            request,
          );
          response.json(
            await options.appConnectionTest.run(
              request.params.name,
              workspaceUrl,
            ),
          );
        },
      },
    },
  ];
}

/** @throws DatabricksServiceError `invalid_request` */
export function definitionName(name: string): string {
  if (!isDefinitionName(name)) {
    throw new DatabricksServiceError('invalid_request', {
      message: `name: ${NAME_EXPECTED}`,
    });
  }
  return name;
}
