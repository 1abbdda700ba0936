import {
  appConnectionTestRequestSchema,
  fabricTestRequestSchema,
  testResultSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds, RateLimiter } from '../access';
import { WorkspaceClient } from '../databricks';
import { FabricTokens } from '../grants';
import { defineRoute, Route } from '../http';
import { isSignInNeeded } from '../settings';
import { AppConnectionProbe } from './AppConnectionProbe';
import { probeFabric } from './probeFabric';

/** Limit for one user at one replica, because each test makes several calls to Databricks. */
const MAX_TESTS_PER_MINUTE = 30;

/** Tests of what is defined. */
export function probeRoutes(options: {
  callers: CallerKinds;
  access: Access;
  databricks: WorkspaceClient;
  tokens: FabricTokens;
  appConnectionProbe: AppConnectionProbe;
}): Route[] {
  const { callers, access, databricks, tokens, appConnectionProbe } = options;
  const ofFabrics = new RateLimiter(MAX_TESTS_PER_MINUTE);
  const ofAppConnections = new RateLimiter(MAX_TESTS_PER_MINUTE);
  return [
    defineRoute({
      method: 'POST',
      path: '/fabrics/:name/test',
      id: 'testFabric',
      summary: 'Who am I there, and does the compute exist? Starts nothing',
      caller: callers.user,
      body: fabricTestRequestSchema,
      answers: { 200: testResultSchema },
      async handle({ caller, params, body }) {
        ofFabrics.admit(caller.userEntityRef);
        const fabric = await access.usableFabric(caller, params.name);
        const { as = isSignInNeeded(fabric) ? 'user' : 'servicePrincipal' } =
          body;
        return probeFabric(databricks, fabric, () =>
          tokens.tokenAs(fabric, as, caller),
        );
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/app-connections/:name/test',
      id: 'testAppConnection',
      summary: 'Check at a workspace what can be checked without a user',
      caller: callers.admin,
      body: appConnectionTestRequestSchema,
      answers: { 200: testResultSchema },
      handle({ caller, params, body }) {
        ofAppConnections.admit(caller.userEntityRef);
        return appConnectionProbe.run(params.name, body.workspaceUrl);
      },
    }),
  ];
}
