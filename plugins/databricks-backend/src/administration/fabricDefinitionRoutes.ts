import {
  fabricDefinitionSchema,
  fabricInputSchema,
  removalSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds } from '../access';
import { SettingsOverview } from '../checks';
import { normalizeEntityRef } from '../config';
import { defineRoute, Route } from '../http';
import { WorkspaceProbe } from '../probes';
import { FabricChanges } from './FabricChanges';
import { changeRequest, preconditionOf } from './changeRequest';

/** Changes of fabrics, but for their service principals. */
export function fabricDefinitionRoutes(options: {
  callers: CallerKinds;
  access: Access;
  fabricChanges: FabricChanges;
  workspaceProbe: WorkspaceProbe;
  settingsOverview: SettingsOverview;
}): Route[] {
  const { callers, access, fabricChanges } = options;
  const { settingsOverview, workspaceProbe } = options;
  return [
    defineRoute({
      ...changeRequest(fabricDefinitionSchema),
      path: '/fabrics/:name',
      id: 'putFabric',
      summary: 'Create a fabric (admins), or change one',
      caller: callers.fabricEditor,
      body: fabricInputSchema,
      async handle({ caller, params: { name }, query, body, request }) {
        if (caller.as === 'owner') {
          access.requireSameOwner(name, normalizeEntityRef(body.owner));
        }
        const change = await fabricChanges.prepare(
          name,
          body,
          preconditionOf(request, caller.user),
          caller.as,
        );
        if (!query.dryRun) {
          await change.write();
        }
        return change;
      },
      audit: {
        event: 'fabric-change',
        meta: ({ name, query }) =>
          query?.dryRun ? undefined : { fabric: name },
        describe: ({ fields }) => ({ fields }),
      },
      async answer({ created, owner, workspaceUrl }, call) {
        const { body, caller, params, query, request, response } = call;
        if (query.dryRun) {
          const asker = { user: caller.user, request };
          const { name } = params;
          const title = body.title ?? name;
          const [tested, unknownOwner] = await Promise.all([
            workspaceProbe.dryRun(name, workspaceUrl, asker),
            settingsOverview.unknownOwner({ name, title, owner }),
          ]);
          return { ...tested, checks: [...tested.checks, ...unknownOwner] };
        }
        response.status(created ? 201 : 200);
        return settingsOverview.fabric(params.name);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/fabrics/:name',
      id: 'deleteFabric',
      summary: 'Remove a fabric',
      caller: callers.admin,
      takesIfMatch: true,
      answers: { 200: removalSchema },
      async handle({ caller, params, request }) {
        await fabricChanges.delete(
          params.name,
          preconditionOf(request, caller),
        );
        return { removed: true };
      },
      audit: {
        event: 'fabric-change',
        meta: ({ name }) => ({ fabric: name, removed: true }),
      },
    }),
  ];
}
