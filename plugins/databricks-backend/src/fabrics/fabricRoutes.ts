import {
  connectionListSchema,
  fabricListSchema,
  fabricSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { defineRoute, Route } from '../http';
import { Fabrics } from './Fabrics';

/** What users see of fabrics, and of their connections. */
export function fabricRoutes(callers: CallerKinds, fabrics: Fabrics): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/fabrics',
      id: 'listFabrics',
      summary:
        'The fabrics that this user may use, and where one signs in for them',
      caller: callers.user,
      answers: { 200: fabricListSchema },
      handle: ({ caller }) => fabrics.list(caller),
    }),
    defineRoute({
      method: 'GET',
      path: '/fabrics/:name',
      id: 'getFabric',
      summary: 'One fabric that this user may use',
      caller: callers.user,
      answers: { 200: fabricSchema },
      handle: ({ caller, params }) => fabrics.get(caller, params.name),
    }),
    defineRoute({
      method: 'GET',
      path: '/connections',
      id: 'listConnections',
      summary: 'The connections of this user',
      caller: callers.user,
      answers: { 200: connectionListSchema },
      handle: async ({ caller }) => ({
        items: await fabrics.connections(caller),
      }),
    }),
  ];
}
