import { disconnectionSchema } from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { DatabricksServiceError } from '../errors';
import { TokenEngine } from '../grants';
import { defineRoute, Route } from '../http';
import { ChangeSignals } from '../portal';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';
import { NO_SUCH_CONNECTION } from './noSuchConnection';

/** What users do with their own connections. */
export function connectionRoutes(options: {
  callers: CallerKinds;
  store: DatabaseConnectionStore;
  engine: TokenEngine;
  changeSignals: ChangeSignals;
}): Route[] {
  const { callers, store, engine, changeSignals } = options;
  return [
    defineRoute({
      method: 'DELETE',
      path: '/connections/:id',
      id: 'disconnect',
      summary: 'Erase a connection of this user, with its tokens',
      caller: callers.user,
      notFound: NO_SUCH_CONNECTION,
      answers: { 200: disconnectionSchema },
      async handle({ caller: { credentials, userEntityRef }, params }) {
        const ended = await store
          .endConnection(userEntityRef, params.id)
          // Also where it fails: the database may have ended it, and only its answer is lost
          .finally(() => engine.forget(userEntityRef));
        if (!ended) {
          throw new DatabricksServiceError('not_found', {
            message: NO_SUCH_CONNECTION,
          });
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
