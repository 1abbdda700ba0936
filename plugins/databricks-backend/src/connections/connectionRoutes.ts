import {
  connectionListSchema,
  disconnectionSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds } from '../access';
import { DatabricksServiceError } from '../errors';
import { TokenEngine } from '../grants';
import { defineRoute, Route } from '../http';
import { ChangeSignals } from '../portal';
import { LiveSettings } from '../settings';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';
import { describeConnection } from './describeConnection';

const NOT_FOUND = 'There is no such connection, or it is not yours.';

/** What users do with their own connections. */
export function connectionRoutes(options: {
  callers: CallerKinds;
  access: Access;
  store: DatabaseConnectionStore;
  settings: LiveSettings;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
}): Route[] {
  const { callers, access, store, settings, engine, changeSignals } = options;
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
        const { connections, nowMs } = await store.list({
          user: caller.userEntityRef,
        });
        // The oldest first
        const items = connections
          .reverse()
          .map(it => describeConnection(it, settings.current(), usable, nowMs));
        return { items };
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
      async handle({ caller: { credentials, userEntityRef }, params }) {
        const ended = await store
          .endConnection(userEntityRef, params.id)
          // Also where it fails: the database may have ended it, and only its answer is lost
          .finally(() => engine.forget(userEntityRef));
        if (!ended) {
          throw new DatabricksServiceError('not_found', { message: NOT_FOUND });
        }
        // Signals compare with the user as the portal's token spells them
        changeSignals.connectionsOf([
          userEntityRef,
          credentials.principal.userEntityRef,
        ]);
        return { revoked: 'unsupported' };
      },
      audit: {
        event: 'disconnect',
        meta: ({ id }) => ({ connection: id }),
      },
    }),
  ];
}
