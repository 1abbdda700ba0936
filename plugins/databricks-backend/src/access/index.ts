import {
  AuthService,
  HttpAuthService,
  PermissionsRegistryService,
  PermissionsService,
  UserInfoService,
} from '@backstage/backend-plugin-api';
import {
  databricksFabricPermissions,
  databricksSettingsUpdatePermission,
} from '@backstage-databricks/plugin-databricks-common';
import { Base } from '../settings';
import { Access } from './Access';
import { callerKinds } from './callerKinds';
import { Callers } from './Callers';
import { databricksFabricResourceRef, fabricRules } from './fabricRules';

export type { Access, Consumer } from './Access';
export type { CallerKinds } from './callerKinds';
export type { User } from './Callers';
export { addressKey } from './addressKey';
export { RateLimiter } from './RateLimiter';

/** Who is calling, and what may they do? */
export function createAccess(dependencies: {
  services: {
    auth: AuthService;
    httpAuth: HttpAuthService;
    permissions: PermissionsService;
    permissionsRegistry: PermissionsRegistryService;
    userInfo: UserInfoService;
  };
  base: Pick<Base, 'settings'>;
}) {
  const { permissions, permissionsRegistry } = dependencies.services;
  const { settings } = dependencies.base;
  permissionsRegistry.addResourceType({
    resourceRef: databricksFabricResourceRef,
    permissions: databricksFabricPermissions,
    rules: fabricRules,
    getResources: async names =>
      names.map(name => settings.current().fabrics.get(name)),
  });
  permissionsRegistry.addPermissions([databricksSettingsUpdatePermission]);
  const access = new Access({
    permissions,
    ruleset: permissionsRegistry.getPermissionRuleset(
      databricksFabricResourceRef,
    ),
    settings,
  });
  const callers = callerKinds(new Callers(dependencies.services), access);
  return { access, callers };
}

export type AccessRoom = ReturnType<typeof createAccess>;
