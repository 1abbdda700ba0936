/**
 * The annotation that names the fabric of a catalog entity: `databricks.com/fabric: <name>`.
 *
 * @public
 */
export const DATABRICKS_FABRIC_ANNOTATION = 'databricks.com/fabric';
