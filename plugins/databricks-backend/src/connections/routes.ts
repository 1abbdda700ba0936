import {
  Connection,
  Disconnection,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { Access, Callers } from '../access';
import { DatabricksServiceError } from '../errors';
import { Fabrics } from '../fabrics';
import { idParameter, Resource } from '../http';
import { AuditTrail, ChangeSignals } from '../portal';
import { Connections } from './Connections';

const NOT_FOUND = 'There is no such connection, or it is not yours.';

/** `GET /connections`, `DELETE /connections/:id` */
export function connectionResources(options: {
  callers: Callers;
  access: Access;
  fabrics: Fabrics;
  connections: Connections;
  audit: AuditTrail;
  changeSignals: ChangeSignals;
}): Resource[] {
  const { callers, access, fabrics, connections, audit, changeSignals } =
    options;
  return [
    {
      path: '/connections',
      methods: {
        GET: async (request, response) => {
          const user = await callers.user(request);
          const usable = await access.usableFabrics(
            user,
            fabrics.definitions(),
          );
          response.json({
            items: await connections.describe(user.userEntityRef, usable),
          } satisfies { items: Connection[] });
        },
      },
    },
    {
      path: '/connections/:id',
      methods: {
        DELETE: async (request, response) => {
          const { data: named } = z.uuid().safeParse(request.params.id);
          await audit.record(
            'disconnect',
            { request, meta: named ? { connection: named } : {} },
            async () => {
              const { userEntityRef } = await callers.user(request);
              const id = idParameter(request, NOT_FOUND);
              if (!(await connections.end(userEntityRef, id))) {
                throw new DatabricksServiceError('not_found', {
                  message: NOT_FOUND,
                });
              }
              changeSignals.connectionsOf([userEntityRef]);
            },
          );
          response.json({ revoked: 'unsupported' } satisfies Disconnection);
        },
      },
    },
  ];
}
