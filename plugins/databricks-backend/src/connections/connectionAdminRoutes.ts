import {
  endConnectionsRequestSchema,
  endedConnectionsSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { CallerKinds } from '../access';
import { DatabricksServiceError } from '../errors';
import { defineRoute, Route } from '../http';
import { ConnectionAdmin } from './ConnectionAdmin';
import { ConnectionFilter } from './DatabaseConnectionStore';
import { appConnection, user } from './parameters';

const NOT_FOUND = 'There is no such connection, or it has ended already.';

const manySchema = z.union(
  [z.strictObject({ user }), z.strictObject({ appConnection })],
  { error: 'must be exactly one of user and appConnection' },
);

/** What is known of a request that ends connections before it is done. */
type EndingCall = {
  id?: string;
  query?: ConnectionFilter;
  body?: { reason?: string };
};

/** What admins do with connections of all users. */
export function connectionAdminRoutes(
  callers: CallerKinds,
  connectionAdmin: ConnectionAdmin,
): Route[] {
  async function end(filter: ConnectionFilter, reason: string | undefined) {
    const connections = await connectionAdmin.end(filter, reason);
    return { filter, reason, connections };
  }
  const audit = {
    event: 'connection-end' as const,
    meta: ({ id, query, body }: EndingCall) => ({
      ...query,
      id,
      reason: body?.reason,
    }),
    describe: ({
      filter,
      reason,
      connections,
    }: Awaited<ReturnType<typeof end>>) => ({
      ...filter,
      reason,
      user: connections.length === 1 ? connections[0].owner : filter.user,
      ended: connections.length,
    }),
  };

  return [
    defineRoute({
      method: 'DELETE',
      path: '/admin/connections',
      id: 'endConnections',
      summary: 'End all connections of a user, or of an app connection',
      caller: callers.admin,
      query: manySchema,
      body: endConnectionsRequestSchema,
      answers: { 200: endedConnectionsSchema },
      handle: ({ query, body }) => end(query, body.reason),
      audit,
      answer: ({ connections }) => ({ ended: connections.length }),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/admin/connections/:id',
      id: 'endConnection',
      summary: 'End one connection of anybody',
      caller: callers.admin,
      notFound: NOT_FOUND,
      body: endConnectionsRequestSchema,
      answers: { 200: endedConnectionsSchema },
      handle: ({ params: { id }, body }) => end({ id }, body.reason),
      audit,
      answer({ connections }) {
        if (connections.length === 0) {
          throw new DatabricksServiceError('not_found', { message: NOT_FOUND });
        }
        return { ended: connections.length };
      },
    }),
  ];
}
