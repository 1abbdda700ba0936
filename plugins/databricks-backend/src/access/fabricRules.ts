import {
  FabricType,
  RESOURCE_TYPE_DATABRICKS_FABRIC,
} from '@backstage-databricks/plugin-databricks-common';
import {
  createPermissionResourceRef,
  createPermissionRule,
} from '@backstage/plugin-permission-node';
import { z } from 'zod/v3';
import { normalizeEntityRef } from '../config';

/** What permission rules see of a fabric. */
export type FabricResource = {
  name: string;
  type: FabricType;
  owner: string;
  workspaceUrl: string;
};

/** The form of a query for fabrics that rules ask for. Nobody runs one: rules are applied to the fabrics in memory. */
type FabricQuery = (fabric: FabricResource) => boolean;

export const databricksFabricResourceRef = createPermissionResourceRef<
  FabricResource,
  FabricQuery
>().with({
  pluginId: 'databricks',
  resourceType: RESOURCE_TYPE_DATABRICKS_FABRIC,
});

const isFabricType = createPermissionRule({
  name: 'IS_FABRIC_TYPE',
  description: 'Allow fabrics of one of the given types',
  resourceRef: databricksFabricResourceRef,
  paramsSchema: z.object({
    types: z.array(z.string()).describe('prophecy, spark or sql'),
  }),
  apply: (fabric, { types }) => types.includes(fabric.type),
  toQuery:
    ({ types }) =>
    fabric =>
      types.includes(fabric.type),
});

/** Owners are kept in their normalised form. */
function isAmong(refs: string[], owner: string): boolean {
  return refs.some(ref => normalizeEntityRef(ref) === owner);
}

const isFabricOwner = createPermissionRule({
  name: 'IS_FABRIC_OWNER',
  description: 'Allow fabrics that one of the given entities owns',
  resourceRef: databricksFabricResourceRef,
  paramsSchema: z.object({
    owners: z.array(z.string()).describe('Full entity refs'),
  }),
  apply: (fabric, { owners }) => isAmong(owners, fabric.owner),
  toQuery:
    ({ owners }) =>
    fabric =>
      isAmong(owners, fabric.owner),
});

/** The rules that a permission policy can use in conditional decisions on fabrics. */
export const fabricRules = [isFabricOwner, isFabricType];
