import {
  appConnectionTestRequestSchema,
  fabricTestRequestSchema,
  testResultSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds, RateLimiter } from '../access';
import { defineRoute, Route } from '../http';
import { AppConnectionProbe } from './AppConnectionProbe';
import { FabricProbe } from './FabricProbe';

/** Of one user at one replica: each test makes several calls to Databricks. */
const MAX_TESTS_PER_MINUTE = 30;

/** Tests of what is defined. */
export function probeRoutes(options: {
  callers: CallerKinds;
  access: Access;
  fabricProbe: FabricProbe;
  appConnectionProbe: AppConnectionProbe;
}): Route[] {
  const { callers, access, fabricProbe, appConnectionProbe } = options;
  const ofFabrics = new RateLimiter({ maxPerMinute: MAX_TESTS_PER_MINUTE });
  const ofAppConnections = new RateLimiter({
    maxPerMinute: MAX_TESTS_PER_MINUTE,
  });
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
        return fabricProbe.run(fabric, caller, body.as);
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
