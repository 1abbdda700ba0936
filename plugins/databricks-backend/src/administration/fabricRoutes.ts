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
import { FabricDryRun } from '../probes';
import { FabricChanges } from './FabricChanges';
import { definitionName } from './appConnectionRoutes';
import { isDryRun, preconditionOf } from './precondition';

type FabricDefinitionOptions = {
  callers: Callers;
  access: Access;
  fabricAdmin: FabricChanges;
  fabricCheck: FabricDryRun;
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
      const change = async () => {
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
        const outcome = await fabricAdmin.put(name, body, precondition, dryRun);
        return { name, body, outcome };
      };
      if (dryRun) {
        const { body } = await change();
        response.json(await options.fabricCheck.dryRun(body));
        return;
      }
      const { name, outcome } = await audit.record(
        'fabric-change',
        {
          request,
          meta: { fabric: request.params.name },
          describe: ({ outcome: it }) => ({ fields: it?.fields ?? [] }),
        },
        change,
      );
      response
        .status(outcome?.created ? 201 : 200)
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
          const change = async () => {
            const user = await editor(request);
            const body = parseBody(servicePrincipalInputSchema, request);
            const precondition = preconditionOf(request, user);
            return { user, body, precondition };
          };
          if (dryRun) {
            const { body, precondition } = await change();
            response.json(
              await verified(() =>
                fabricAdmin.putServicePrincipal(name, body, precondition, true),
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
              const { body, precondition } = await change();
              return fabricAdmin.putServicePrincipal(
                name,
                body,
                precondition,
                false,
              );
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
    const message = 'Databricks accepts the client ID and secret.';
    return { ok: true, checks: [{ id, state: 'ok', message }] };
  } catch (error) {
    if (
      error instanceof DatabricksServiceError &&
      error.code === 'invalid_request'
    ) {
      const { message } = error;
      return { ok: false, checks: [{ id, state: 'failed', message }] };
    }
    throw error;
  }
}
