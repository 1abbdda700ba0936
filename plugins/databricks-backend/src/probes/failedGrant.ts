import { Check } from '@backstage-databricks/plugin-databricks-common';
import { describeNetworkFailure, isNetworkFailure } from '../databricks';
import { DatabricksServiceError } from '../errors';
import { check } from './check';

/** The line of who has no token to ask Databricks with. */
export function failedGrant({
  code,
  message,
  network,
}: DatabricksServiceError): Check {
  return isNetworkFailure(network)
    ? check.failed(
        'identity',
        `Databricks cannot be reached: ${describeNetworkFailure(network)}.`,
        { code, network },
      )
    : check.failed('identity', message, { code });
}
