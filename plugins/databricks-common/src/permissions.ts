import { createPermission } from '@backstage/plugin-permission-common';

/**
 * The resource type of fabrics in permission policies.
 *
 * @public
 */
export const RESOURCE_TYPE_DATABRICKS_FABRIC = 'databricks-fabric';

/**
 * Whether a user may use a fabric. It narrows the fabric's `owner`, it never widens it.
 *
 * @public
 */
export const databricksFabricUsePermission = createPermission({
  name: 'databricks.fabric.use',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_DATABRICKS_FABRIC,
});

/**
 * Whether a member of a fabric's owner team may change it.
 *
 * @public
 */
export const databricksFabricUpdatePermission = createPermission({
  name: 'databricks.fabric.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_DATABRICKS_FABRIC,
});

/**
 * Whether one of `databricks.admins` may administer.
 *
 * @public
 */
export const databricksSettingsUpdatePermission = createPermission({
  name: 'databricks.settings.update',
  attributes: { action: 'update' },
});

/**
 * The permissions that are about one fabric.
 *
 * @public
 */
export const databricksFabricPermissions = [
  databricksFabricUsePermission,
  databricksFabricUpdatePermission,
];
