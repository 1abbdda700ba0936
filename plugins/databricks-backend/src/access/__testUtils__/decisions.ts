import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';

/** What a permission policy can decide. */
export const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
export const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

/** For the fabrics that a rule of ours applies to. */
export function conditional(rule: string, params: object): PolicyDecision {
  const resourceType = 'databricks-fabric';
  return {
    result: AuthorizeResult.CONDITIONAL,
    pluginId: 'databricks',
    resourceType,
    conditions: { resourceType, rule, params },
  } as PolicyDecision;
}
