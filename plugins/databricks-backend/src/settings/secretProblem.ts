import {
  DatabricksErrorCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import { SecretProblem } from './DefinitionSecrets';

const REASONS = {
  key_unavailable: {
    code: 'encryption_key_unavailable',
    why: 'its encryption key is not configured. An admin of the portal must add the key again.',
  },
  unreadable: {
    code: 'credentials_unreadable',
    why: 'it is not what was stored there. An admin of the portal must enter it again.',
  },
} as const satisfies Record<
  SecretProblem,
  { code: DatabricksErrorCode; why: string }
>;

/**
 * What is said of a stored secret that cannot be opened: it is there, and nothing is sent to Databricks without it.
 *
 * @param of - whose secret it is, within a sentence
 */
export function secretProblem(
  of: string,
  reason: SecretProblem,
): Problem & { code: DatabricksErrorCode } {
  const { code, why } = REASONS[reason];
  const message = `The stored secret of ${of} cannot be opened: ${why}`;
  return { code, message };
}
