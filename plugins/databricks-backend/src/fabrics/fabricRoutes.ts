import {
  fabricListSchema,
  fabricSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { defineRoute, Route } from '../http';
import { Fabrics } from './Fabrics';

/** What users see of fabrics. */
export function fabricRoutes(options: {
  callers: CallerKinds;
  fabrics: Fabrics;
}): Route[] {
  const { callers, fabrics } = options;
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
  ];
}
