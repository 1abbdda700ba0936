import {
  adminConnectionListSchema,
  connectionListSchema,
  connectionStatusSchema,
  fabricListSchema,
  fabricSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { CallerKinds } from '../access';
import { appConnection, fabric, user, workspace } from '../connections';
import { defineRoute, Route } from '../http';
import { ConnectionSearch } from './ConnectionSearch';
import { Fabrics } from './Fabrics';

const status = connectionStatusSchema.options.join('|');

const statuses = z
  .string()
  .max(255)
  .regex(new RegExp(`^(?:${status})(?:,(?:${status}))*$`), {
    error: `must be one or more of ${connectionStatusSchema.options.join(
      ', ',
    )}, separated by commas`,
  })
  .transform(text => connectionStatusSchema.array().parse(text.split(',')))
  .meta({ description: 'Statuses of connections, separated by commas' });

const searchSchema = z.strictObject({
  cursor: z
    .string()
    .max(256)
    .optional()
    .meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce
    .number<string>()
    .int()
    .min(1)
    .max(200)
    .default(50)
    .meta({ description: 'Items a page' }),
  user: user.optional(),
  fabric: fabric.optional(),
  workspace: workspace.optional(),
  appConnection: appConnection.optional(),
  status: statuses.optional(),
});

/** What people see of fabrics and of connections. */
export function fabricRoutes(options: {
  callers: CallerKinds;
  fabrics: Fabrics;
  connectionSearch: ConnectionSearch;
}): Route[] {
  const { callers, fabrics, connectionSearch } = options;
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
    defineRoute({
      method: 'GET',
      path: '/admin/connections',
      id: 'listAllConnections',
      summary: 'Connections of all users, a page at a time',
      caller: callers.admin,
      query: searchSchema,
      answers: { 200: adminConnectionListSchema },
      handle: ({ query }) => connectionSearch.page(query),
    }),
  ];
}
