import { isDefinitionName } from '@backstage-databricks/plugin-databricks-common';
import { Request } from 'express';
import { z } from 'zod/v4';
import { Access, Callers } from '../access';
import { DatabricksServiceError } from '../errors';
import { idParameter, Resource } from '../http';
import { AuditTrail } from '../portal';
import { ConnectionAdmin } from './ConnectionAdmin';
import { ConnectionFilter } from './DatabaseConnectionStore';

const NOT_FOUND = 'There is no such connection.';

/** Compared as they are kept: in lower case. Databases take no NUL, and logs no line breaks. */
const entityRef = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\P{Cc}+$/u)
  .transform(ref => ref.toLocaleLowerCase('en-US'));

const definitionName = z.string().refine(isDefinitionName);

const searchSchema = z.strictObject({
  cursor: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  user: entityRef.optional(),
  fabric: definitionName.optional(),
  status: z
    .enum(['connected', 'expires_soon', 'reconnect_required', 'unreadable'])
    .optional(),
});

const manySchema = z.union([
  z.strictObject({ user: entityRef }),
  z.strictObject({ appConnection: definitionName }),
]);

/** `GET /admin/connections`, `DELETE /admin/connections?user=` or `?appConnection=`, `DELETE /admin/connections/:id` */
export function adminConnectionResources(options: {
  callers: Callers;
  access: Access;
  connectionAdmin: ConnectionAdmin;
  audit: AuditTrail;
}): Resource[] {
  const { callers, access, connectionAdmin, audit } = options;

  async function end(
    request: Request,
    readFilter: () => ConnectionFilter,
  ): Promise<number> {
    const { ended } = await audit.record(
      'connection-end',
      { request, meta: {}, describe: it => it },
      async () => {
        await access.requireAdmin(await callers.user(request));
        const filter = readFilter();
        const connections = await connectionAdmin.end(filter);
        const [only] = connections;
        return {
          ...filter,
          ...(only && connections.length === 1 ? { user: only.owner } : {}),
          ended: connections.length,
        };
      },
    );
    return ended;
  }

  return [
    {
      path: '/admin/connections',
      methods: {
        GET: async (request, response) => {
          await access.requireAdmin(await callers.user(request));
          const search = parseQuery(searchSchema, request);
          response.json(await connectionAdmin.search(search));
        },
        DELETE: async (request, response) => {
          const ended = await end(request, () =>
            parseQuery(manySchema, request),
          );
          response.json({ ended });
        },
      },
    },
    {
      path: '/admin/connections/:id',
      methods: {
        DELETE: async (request, response) => {
          const ended = await end(request, () => ({
            id: idParameter(request, NOT_FOUND),
          }));
          if (ended === 0) {
            throw new DatabricksServiceError('not_found', {
              message: NOT_FOUND,
            });
          }
          response.json({ ended });
        },
      },
    },
  ];
}

function parseQuery<T extends z.ZodType>(
  schema: T,
  request: Request,
): z.output<T> {
  const result = schema.safeParse(request.query);
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new DatabricksServiceError('invalid_request', {
      message: `${
        issue.path.join('.') || 'query'
      }: is not one of the parameters of this route, or not in their form`,
    });
  }
  return result.data;
}
