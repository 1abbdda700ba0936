import {
  AccessToken,
  tokenRequestSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers } from '../access';
import { Fabrics } from '../fabrics';
import { parseBody, Resource } from '../http';
import { AuditTrail } from '../portal';
import { FabricTokens } from './FabricTokens';

/** `POST /tokens` */
export function tokenResources(options: {
  callers: Callers;
  access: Access;
  fabrics: Fabrics;
  tokens: FabricTokens;
  audit: AuditTrail;
}): Resource[] {
  const { callers, access, fabrics, tokens, audit } = options;
  return [
    {
      path: '/tokens',
      methods: {
        POST: async (request, response) => {
          const { plugin, user } = await callers.lastHop(request);
          const { data } = tokenRequestSchema.safeParse(request.body);
          const token: AccessToken = await audit.record(
            'token-issue',
            {
              request,
              severityLevel: 'low',
              meta: {
                ...(plugin ? { actor: plugin } : {}),
                ...(user ? { user } : {}),
                ...(data ? { fabric: data.fabric, purpose: data.purpose } : {}),
              },
              describe: ({ identity, expiresAt, fingerprint }) => ({
                identity: identity.kind,
                name: identity.name,
                expiresAt,
                fingerprint,
              }),
            },
            async () => {
              const asker = await callers.consumer(request);
              const body = parseBody(tokenRequestSchema, request);
              const all = fabrics.definitions();
              const usable = asker.user
                ? await access.usableFabrics(asker.user, all)
                : all;
              return tokens.issue(access.one(usable, body.fabric), asker, body);
            },
          );
          response.json(token);
        },
      },
    },
  ];
}
