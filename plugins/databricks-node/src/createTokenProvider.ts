import { DatabricksService, DatabricksTokenOptions } from './DatabricksService';

/**
 * A function in the shape that the Node driver `@databricks/sql` takes as its token provider.
 *
 * @example
 * ```ts
 * const client = new DBSQLClient();
 * await client.connect({
 *   host, path,
 *   authType: 'external-token',
 *   getToken: createTokenProvider(databricks, { fabric, purpose, credentials }),
 * });
 * ```
 *
 * @public
 */
export function createTokenProvider(
  databricks: DatabricksService,
  options: DatabricksTokenOptions,
): () => Promise<string> {
  return async () => (await databricks.getAccessToken(options)).accessToken;
}
