import {
  fabricInputSchema,
  servicePrincipalInputSchema,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { Request } from 'express';
import { Access, Callers, User } from '../access';
import { SettingsOverview } from '../checks';
import { normalizeEntityRef } from '../config';
import { DatabricksServiceError } from '../errors';
import { FabricTokens } from '../grants';
import { parseBody, Method, Handler, Resource } from '../http';
import { AuditTrail } from '../portal';
import { check, CLIENT_ACCEPTED, testResult, WorkspaceProbe } from '../probes';
import { FabricChanges } from './FabricChanges';
import { definitionName } from './appConnectionRoutes';
import { isDryRun, preconditionOf } from './precondition';

type FabricDefinitionOptions = {
  callers: Callers;
  access: Access;
  fabricAdmin: FabricChanges;
  workspaceProbe: WorkspaceProbe;
  settingsOverview: SettingsOverview;
  tokens: FabricTokens;
  audit: AuditTrail;
};

/** The changing methods of `/fabrics/:name`. */
export function fabricDefinitionMethods(
  options: FabricDefinitionOptions,
): Partial<Record<Method, Handler>> {
  const { access, fabricAdmin, audit } = options;
  return {
    PUT: async (request, response) => {
      const dryRun = isDryRun(request);
      const prepare = async () => {
        const user = await options.callers.user(request);
        const name = definitionName(request.params.name);
        const editor = await access.requireFabricEditor(user, name, {
          creates: true,
        });
        const body = parseBody(fabricInputSchema, request);
        if (editor === 'owner') {
          access.requireSameOwner(name, normalizeEntityRef(body.owner));
        }
        const precondition = preconditionOf(request, user);
        const change = await fabricAdmin.prepare(name, body, precondition);
        return { name, body, change };
      };
      if (dryRun) {
        const { body } = await prepare();
        response.json(await options.workspaceProbe.dryRun(body));
        return;
      }
      const { name, change: made } = await audit.record(
        'fabric-change',
        {
          request,
          meta: { fabric: request.params.name },
          describe: ({ change: { fields } }) => ({ fields }),
        },
        async () => {
          const prepared = await prepare();
          await prepared.change.write();
          return prepared;
        },
      );
      response
        .status(made.created ? 201 : 200)
        .json(await options.settingsOverview.fabric(name));
    },
    DELETE: async (request, response) => {
      const { name } = request.params;
      await audit.record(
        'fabric-change',
        { request, meta: { fabric: name, removed: true } },
        async () => {
          const user = await options.callers.user(request);
          await access.requireFabricEditor(user, name, { adminOnly: true });
          await fabricAdmin.delete(name, preconditionOf(request, user));
        },
      );
      response.json({ removed: true });
    },
  };
}

/** `PUT /fabrics/:name/service-principal`, `DELETE ...` */
export function servicePrincipalResources(
  options: FabricDefinitionOptions,
): Resource[] {
  const { access, fabricAdmin, audit } = options;
  const editor = async (request: Request): Promise<User> => {
    const user = await options.callers.user(request);
    await access.requireFabricEditor(user, request.params.name);
    return user;
  };
  return [
    {
      path: '/fabrics/:name/service-principal',
      methods: {
        PUT: async (request, response) => {
          const { name } = request.params;
          const dryRun = isDryRun(request);
          const input = async () => {
            const user = await editor(request);
            const body = parseBody(servicePrincipalInputSchema, request);
            return { body, precondition: preconditionOf(request, user) };
          };
          if (dryRun) {
            const { body, precondition } = await input();
            response.json(
              await verified(() =>
                fabricAdmin.prepareServicePrincipal(name, body, precondition),
              ),
            );
            return;
          }
          const { fabric, created } = await audit.record(
            'service-principal-change',
            {
              request,
              meta: { fabric: name },
              describe: ({ fields }) => ({ fields }),
            },
            async () => {
              const { body, precondition } = await input();
              const { write, ...change } =
                await fabricAdmin.prepareServicePrincipal(
                  name,
                  body,
                  precondition,
                );
              return { ...change, fabric: await write() };
            },
          );
          // Databricks has accepted it: its first token makes that known to everybody
          await options.tokens
            .tokenAs(fabric, 'servicePrincipal', undefined)
            .catch(() => {});
          response
            .status(created ? 201 : 200)
            .json(await options.settingsOverview.fabric(name));
        },
        DELETE: async (request, response) => {
          const { name } = request.params;
          await audit.record(
            'service-principal-change',
            { request, meta: { fabric: name, removed: true } },
            async () =>
              fabricAdmin.deleteServicePrincipal(
                name,
                preconditionOf(request, await editor(request)),
              ),
          );
          response.json(await options.settingsOverview.fabric(name));
        },
      },
    },
  ];
}

/** What a dry run answers: that Databricks refuses the secret is its result, not an error. */
async function verified(verify: () => Promise<unknown>): Promise<TestResult> {
  const id = 'service-principal';
  try {
    await verify();
    return testResult([check.ok(id, CLIENT_ACCEPTED)]);
  } catch (error) {
    if (
      error instanceof DatabricksServiceError &&
      error.code === 'invalid_request'
    ) {
      return testResult([check.failed(id, error.message)]);
    }
    throw error;
  }
}
