import {
  fabricDefinitionSchema,
  servicePrincipalInputSchema,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { SettingsOverview } from '../checks';
import { DatabricksServiceError } from '../errors';
import { FabricTokens } from '../grants';
import { defineRoute, Route } from '../http';
import { check, CLIENT_ACCEPTED, OutboundBudget, testResult } from '../probes';
import { withTimeout } from '../withTimeout';
import { FabricChanges } from './FabricChanges';
import { changeRequest, preconditionOf } from './changeRequest';

/** How long the answer to a change waits for what is nice to have. */
const FIRST_TOKEN_PATIENCE_MS = 2_000;

/** Changes of the service principals of fabrics. */
export function servicePrincipalRoutes(options: {
  callers: CallerKinds;
  fabricChanges: FabricChanges;
  outboundBudget: OutboundBudget;
  settingsOverview: SettingsOverview;
  tokens: FabricTokens;
}): Route[] {
  const { callers, fabricChanges, outboundBudget, settingsOverview, tokens } =
    options;
  return [
    defineRoute({
      ...changeRequest(fabricDefinitionSchema),
      path: '/fabrics/:name/service-principal',
      id: 'putServicePrincipal',
      summary: 'Set the service principal, once Databricks accepts it',
      caller: callers.fabricEditor,
      body: servicePrincipalInputSchema,
      async handle({ caller, params: { name }, query, body, request }) {
        const prepare = () =>
          fabricChanges.prepareServicePrincipal(
            name,
            body,
            preconditionOf(request, caller.user),
            { user: caller.user, request },
          );
        if (query.dryRun) {
          return { test: await verified(prepare) };
        }
        const { created, fields, write } = await prepare();
        return { created, fields, fabric: await write() };
      },
      audit: {
        event: 'service-principal-change',
        meta: ({ name, query }) =>
          query?.dryRun ? undefined : { fabric: name },
        describe: ({ fields }) => ({ fields }),
      },
      async answer({ test, created, fabric }, { params: { name }, response }) {
        if (!fabric) {
          return test;
        }
        // Its first token makes known to all replicas that Databricks has accepted it. The change is done: nobody waits
        // for long, and where the host is full it is left to the first use
        await withTimeout(
          FIRST_TOKEN_PATIENCE_MS,
          outboundBudget.queue(
            fabric.workspaceUrl,
            AbortSignal.timeout(FIRST_TOKEN_PATIENCE_MS),
            () => tokens.tokenAs(fabric, 'servicePrincipal', undefined),
          ),
          () => new DatabricksServiceError('databricks_unavailable'),
        ).catch(() => {});
        response.status(created ? 201 : 200);
        return settingsOverview.fabric(name);
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/fabrics/:name/service-principal',
      id: 'deleteServicePrincipal',
      summary: 'Remove the service principal',
      caller: callers.fabricEditor,
      takesIfMatch: true,
      answers: { 200: fabricDefinitionSchema },
      handle: ({ caller, params, request }) =>
        fabricChanges.deleteServicePrincipal(
          params.name,
          preconditionOf(request, caller.user),
        ),
      audit: {
        event: 'service-principal-change',
        meta: ({ name }) => ({ fabric: name, removed: true }),
      },
      answer: (_, { params }) => settingsOverview.fabric(params.name),
    }),
  ];
}

/** What a dry run finds out is its result, not an error. */
const RESULTS: readonly string[] = [
  'invalid_request',
  'throttled',
  'databricks_unavailable',
];

/** That Databricks refuses the secret, or cannot be asked, is the result of a dry run. */
async function verified(verify: () => Promise<unknown>): Promise<TestResult> {
  const id = 'service-principal';
  try {
    await verify();
    return testResult([check.ok(id, CLIENT_ACCEPTED)]);
  } catch (error) {
    if (
      error instanceof DatabricksServiceError &&
      RESULTS.includes(error.code)
    ) {
      const { message, network } = error;
      const values = network === undefined ? undefined : { network };
      return testResult([check.failed(id, message, values)]);
    }
    throw error;
  }
}
