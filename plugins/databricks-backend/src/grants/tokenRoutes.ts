import {
  accessTokenSchema,
  tokenRequestSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds } from '../access';
import { defineRoute, Route } from '../http';
import { FabricTokens } from './FabricTokens';

/** Tokens for other backend plugins. */
export function tokenRoutes(options: {
  callers: CallerKinds;
  access: Access;
  tokens: FabricTokens;
}): Route[] {
  const { callers, access, tokens } = options;
  return [
    defineRoute({
      method: 'POST',
      path: '/tokens',
      id: 'getAccessToken',
      summary: 'A fresh access token, for a plugin in databricks.consumers',
      caller: callers.plugin,
      body: tokenRequestSchema,
      answers: { 200: accessTokenSchema },
      async handle({ caller, body }) {
        const fabric = caller.user
          ? await access.usableFabric(caller.user, body.fabric)
          : access.fabric(body.fabric);
        return tokens.issue(fabric, caller, body);
      },
      audit: {
        event: 'token-issue',
        severityLevel: 'low',
        meta: ({ plugin, user, body }) => ({
          actor: plugin,
          user,
          fabric: body?.fabric,
          purpose: body?.purpose,
        }),
        describe: ({ identity, expiresAt, fingerprint }) => ({
          identity: identity.kind,
          name: identity.name,
          expiresAt,
          fingerprint,
        }),
      },
    }),
  ];
}
