import {
  Connection,
  Disconnection,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers } from '../access';
import { AuditTrail } from '../audit';
import { DatabricksServiceError } from '../errors';
import { Fabrics } from '../fabrics';
import { Connections } from '../grants';
import { idParameter } from './idParameter';
import { Resource } from './resource';

const NOT_FOUND = 'There is no such connection, or it is not yours.';

/** `GET /connections`, `DELETE /connections/:id` */
export function connectionResources(options: {
  callers: Callers;
  access: Access;
  fabrics: Fabrics;
  connections: Connections;
  audit: AuditTrail;
}): Resource[] {
  const { callers, access, fabrics, connections, audit } = options;
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
          const user = await callers.user(request);
          const connection = idParameter(request, NOT_FOUND);
          await audit.record(
            'disconnect',
            { request, meta: { connection } },
            async () => {
              if (!(await connections.end(user.userEntityRef, connection))) {
                throw new DatabricksServiceError('not_found', {
                  message: NOT_FOUND,
                });
              }
            },
          );
          response.json({ revoked: 'unsupported' } satisfies Disconnection);
        },
      },
    },
  ];
}
