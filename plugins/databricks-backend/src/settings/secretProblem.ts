import {
  DatabricksErrorCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { SecretProblem } from './DefinitionSecrets';

/**
 * What is said of a stored secret that cannot be opened: it is there, and nothing is sent to Databricks without it.
 *
 * @param of - whose secret it is, within a sentence
 * @param values - the same for pages
 */
export function secretProblem(
  of: string,
  reason: SecretProblem,
  values?: Problem['values'],
): Problem & { code: DatabricksErrorCode } {
  return reason === 'key_unavailable'
    ? {
        code: 'encryption_key_unavailable',
        values,
        message: `The stored secret of ${of} cannot be opened: its encryption key is not configured. An admin of the portal must add the key again.`,
      }
    : {
        code: 'credentials_unreadable',
        values,
        message: `The stored secret of ${of} cannot be opened: it is not what was stored there. An admin of the portal must enter it again.`,
      };
}
