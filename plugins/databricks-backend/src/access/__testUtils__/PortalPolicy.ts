import {
  databricksFabricUsePermission,
  databricksSettingsUpdatePermission,
  RESOURCE_TYPE_DATABRICKS_FABRIC,
} from '@backstage-databricks/plugin-databricks-common';
import {
  AuthorizeResult,
  isPermission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';

export class PortalPolicy implements PermissionPolicy {
  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    const refs = user?.info.ownershipEntityRefs ?? [];
    if (isPermission(permission, databricksSettingsUpdatePermission)) {
      const isOnCall = refs.includes('group:default/on-call');
      return {
        result: isOnCall ? AuthorizeResult.ALLOW : AuthorizeResult.DENY,
      };
    }
    if (
      isPermission(permission, databricksFabricUsePermission) &&
      refs.includes('group:default/analytics')
    ) {
      const resourceType = RESOURCE_TYPE_DATABRICKS_FABRIC;
      return {
        result: AuthorizeResult.CONDITIONAL,
        pluginId: 'databricks',
        resourceType,
        conditions: {
          allOf: [
            {
              resourceType,
              rule: 'IS_FABRIC_TYPE',
              params: { types: ['sql'] },
            },
            { resourceType, rule: 'IS_FABRIC_OWNER', params: { owners: refs } },
          ],
        },
      };
    }
    return { result: AuthorizeResult.ALLOW };
  }
}
