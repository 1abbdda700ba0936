import {
  connectionListSchema,
  disconnectionSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds } from '../access';
import { DatabricksServiceError } from '../errors';
import { defineRoute, Route } from '../http';
import { ChangeSignals } from '../portal';
import { Connections } from './Connections';

const NOT_FOUND = 'There is no such connection, or it is not yours.';

/** What users do with their own connections. */
export function connectionRoutes(options: {
  callers: CallerKinds;
  access: Access;
  connections: Connections;
  changeSignals: ChangeSignals;
}): Route[] {
  const { callers, access, connections, changeSignals } = options;
  return [
    defineRoute({
      method: 'GET',
      path: '/connections',
      id: 'listConnections',
      summary: 'The connections of this user',
      caller: callers.user,
      answers: { 200: connectionListSchema },
      async handle({ caller }) {
        const usable = await access.usableFabrics(caller);
        return {
          items: await connections.describe(caller.userEntityRef, usable),
        };
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/connections/:id',
      id: 'disconnect',
      summary: 'Erase a connection of this user, with its tokens',
      caller: callers.user,
      notFound: NOT_FOUND,
      answers: { 200: disconnectionSchema },
      async handle({ caller: { userEntityRef }, params: { id } }) {
        if (!(await connections.end(userEntityRef, id))) {
          throw new DatabricksServiceError('not_found', { message: NOT_FOUND });
        }
        changeSignals.connectionsOf([userEntityRef]);
        return { revoked: 'unsupported' };
      },
      audit: {
        event: 'disconnect',
        meta: ({ id }) => ({ connection: id }),
      },
    }),
  ];
}
