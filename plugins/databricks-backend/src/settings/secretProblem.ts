import {
  DatabricksErrorCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { SealedValueError } from '../encryption';

/** Why a stored secret does not open: its encryption key is not configured, or it is not what was stored there. */
export type SecretProblem = SealedValueError['reason'];

/**
 * The problem that a stored secret cannot be opened. Without it nothing is sent to Databricks.
 *
 * @param of - whose secret it is, within a sentence
 * @param values - names for pages that write a sentence of their own
 */
export function secretProblem(
  of: string,
  reason: SecretProblem,
  values?: Problem['values'],
): Problem & { code: DatabricksErrorCode } {
  const isKeyMissing = reason === 'key_unavailable';
  const why = isKeyMissing
    ? 'its encryption key is not configured. An admin of the portal must add the key again.'
    : 'it is not what was stored there. An admin of the portal must enter it again.';
  return {
    code: isKeyMissing
      ? 'encryption_key_unavailable'
      : 'credentials_unreadable',
    values,
    message: `The stored secret of ${of} cannot be opened: ${why}`,
  };
}
