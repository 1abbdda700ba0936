import {
  appConnectionInputSchema,
  appConnectionSchema,
  removalSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { SettingsOverview } from '../checks';
import { defineRoute, Route } from '../http';
import { AppConnectionProbe } from '../probes';
import { AppConnectionChanges } from './AppConnectionChanges';
import { changeRequest, preconditionOf } from './changeRequest';

/** Changes of app connections. */
export function appConnectionRoutes(options: {
  callers: CallerKinds;
  appConnectionChanges: AppConnectionChanges;
  appConnectionProbe: AppConnectionProbe;
  settingsOverview: SettingsOverview;
}): Route[] {
  const { callers, appConnectionChanges } = options;
  const { appConnectionProbe, settingsOverview } = options;
  return [
    defineRoute({
      ...changeRequest(appConnectionSchema),
      path: '/app-connections/:name',
      id: 'putAppConnection',
      summary: 'Create or change an app connection',
      caller: callers.admin,
      body: appConnectionInputSchema,
      async handle({ caller, params: { name }, query, body, request }) {
        const change = await appConnectionChanges.prepare(
          name,
          body,
          preconditionOf(request, caller),
        );
        if (!query.dryRun) {
          await change.write();
        }
        return change;
      },
      audit: {
        event: 'app-connection-change',
        meta: ({ name, query }) =>
          query?.dryRun ? undefined : { appConnection: name },
        describe: ({ fields, formerDefault }) => ({ fields, formerDefault }),
      },
      answer(
        { client, created },
        { caller, params, query, request, response },
      ) {
        if (query.dryRun) {
          return appConnectionProbe.dryRun(client, { user: caller, request });
        }
        response.status(created ? 201 : 200);
        return settingsOverview.appConnection(params.name);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/app-connections/:name',
      id: 'deleteAppConnection',
      summary: 'Remove an app connection that no fabric names',
      caller: callers.admin,
      takesIfMatch: true,
      answers: { 200: removalSchema },
      handle: ({ caller, params, request }) =>
        appConnectionChanges.delete(
          params.name,
          preconditionOf(request, caller),
        ),
      audit: {
        event: 'app-connection-change',
        meta: ({ name }) => ({ appConnection: name, removed: true }),
        describe: ended => ({ ended }),
      },
      answer: () => ({ removed: true }),
    }),
  ];
}
