import {
  appConnectionTestRequestSchema,
  computeOptionsSchema,
  computeStateSchema,
  fabricTestRequestSchema,
  testResultSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { Access, CallerKinds } from '../access';
import { NO_SUCH_CONNECTION, workspace } from '../connections';
import { defineRoute, Route } from '../http';
import { isSignInNeeded } from '../settings';
import { AppConnectionProbe } from './AppConnectionProbe';
import { ComputeLists } from './ComputeLists';
import { ComputeStates } from './ComputeStates';
import { FabricTest } from './FabricTest';
import { OutboundBudget } from './OutboundBudget';
import { TestedConnections } from './TestedConnections';

const workspaceSchema = z.strictObject({ workspaceUrl: workspace });

/** Tests of what is defined. */
export function probeRoutes(options: {
  callers: CallerKinds;
  access: Access;
  fabricTest: FabricTest;
  testedConnections: TestedConnections;
  computeLists: ComputeLists;
  computeStates: ComputeStates;
  appConnectionProbe: AppConnectionProbe;
  outboundBudget: OutboundBudget;
}): Route[] {
  const { callers, access, fabricTest, testedConnections } = options;
  const { appConnectionProbe, computeLists, outboundBudget } = options;
  return [
    defineRoute({
      method: 'POST',
      path: '/fabrics/:name/test',
      id: 'testFabric',
      summary:
        'Who am I there, does the compute exist, may I use it and the data, and what is missing? Starts nothing',
      caller: callers.user,
      body: fabricTestRequestSchema,
      answers: { 200: testResultSchema },
      async handle({ caller, params, body, request }) {
        const fabric = await access.usableFabric(caller, params.name);
        const { as = isSignInNeeded(fabric) ? 'user' : 'servicePrincipal' } =
          body;
        const { name, workspaceUrl } = fabric;
        return outboundBudget.spend(
          { user: caller, request },
          { what: 'testFabric', workspaceUrl, about: { fabric: name, as } },
          () => fabricTest.run(fabric, as, caller),
        );
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/fabrics/:name/compute',
      id: 'getCompute',
      summary:
        'Name, live state and size of its compute, as this user sees it there. Starts nothing',
      caller: callers.user,
      answers: { 200: computeStateSchema },
      handle: async ({ caller, params }) =>
        options.computeStates.of(
          await access.usableFabric(caller, params.name),
          caller,
        ),
    }),
    defineRoute({
      method: 'GET',
      path: '/compute-options',
      id: 'listComputeOptions',
      summary:
        'Warehouses and clusters that this user sees at a workspace, at most 200 of each. For admins and for who may change a fabric there. Starts nothing',
      caller: callers.user,
      query: workspaceSchema,
      answers: { 200: computeOptionsSchema },
      async handle({ caller, query: { workspaceUrl }, request }) {
        await access.requireEditorAt(caller, workspaceUrl);
        const fabric = await computeLists.fabricAt(caller, workspaceUrl);
        return outboundBudget.spend(
          { user: caller, request },
          { what: 'listComputeOptions', workspaceUrl, about: {} },
          () => computeLists.list(fabric, caller),
        );
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/connections/:id/test',
      id: 'testConnection',
      summary: 'Who am I there? Asks by a connection of this user',
      caller: callers.user,
      notFound: NO_SUCH_CONNECTION,
      answers: { 200: testResultSchema },
      async handle({ caller, params: { id }, request }) {
        const fabric = await testedConnections.fabricOf(caller, id);
        const { workspaceUrl } = fabric;
        return outboundBudget.spend(
          { user: caller, request },
          { what: 'testConnection', workspaceUrl, about: { connection: id } },
          () => fabricTest.runOfConnection(fabric, caller),
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
      handle: ({ caller, params, body, request }) =>
        appConnectionProbe.run(params.name, body.workspaceUrl, {
          user: caller,
          request,
        }),
    }),
  ];
}
