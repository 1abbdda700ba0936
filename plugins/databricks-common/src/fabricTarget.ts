import { z } from 'zod/v4';
import type { Compute } from './compute';
import { expected } from './definitionFields';
import { strictDefinition } from './strictDefinition';
import { isUnityCatalogName } from './unityCatalogName';

const UNITY_CATALOG_NAME_EXPECTED =
  'must be a name without spaces and any of . / \\ ; = %, of at most 255 characters';

function unityCatalogName() {
  return z
    .string({ error: expected(UNITY_CATALOG_NAME_EXPECTED) })
    .refine(isUnityCatalogName, { error: UNITY_CATALOG_NAME_EXPECTED })
    .optional();
}

function plainText(what: string) {
  return z.string({ error: expected(what) }).optional();
}

/** The fields of a fabric that say where its work runs. */
export const fabricTargetFields = strictDefinition({
  workspaceUrl: plainText('must be a workspace URL'),
  jdbcUrl: plainText('must be a JDBC URL'),
  httpPath: plainText('must be an HTTP path'),
  warehouseId: plainText('must be the ID of a SQL warehouse'),
  clusterId: plainText('must be the ID of a cluster'),
  catalog: unityCatalogName(),
  schema: unityCatalogName(),
});

/**
 * The fields of a fabric that say where its work runs.
 *
 * @public
 */
export type FabricTargetFields = {
  workspaceUrl?: string;
  jdbcUrl?: string;
  httpPath?: string;
  warehouseId?: string;
  clusterId?: string;
  catalog?: string;
  schema?: string;
};

/**
 * Where a fabric's work runs.
 *
 * @public
 */
export type FabricTarget = Pick<FabricTargetFields, 'catalog' | 'schema'> & {
  workspaceUrl: string;
  compute?: Compute;
};
