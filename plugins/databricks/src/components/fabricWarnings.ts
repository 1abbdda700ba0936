import type {
  Fabric,
  FabricWarningCode,
  Problem,
} from '@backstage-databricks/plugin-databricks-common';
import type { FabricAccess } from './fabricAccess';

/** The warnings of a fabric, without what the status line of its card says already. */
export function fabricWarnings(
  fabric: Fabric,
  access: FabricAccess,
): Problem[] {
  const said: FabricWarningCode[] = [];
  if (access.kind === 'servicePrincipal' && access.status === 'missing') {
    said.push('service_principal_missing');
  }
  if (access.kind === 'servicePrincipal' && access.status === 'rejected') {
    said.push('service_principal_rejected');
  }
  if (
    access.kind === 'reconnect' &&
    access.connection.status === 'expires_soon'
  ) {
    said.push('sign_in_expires_soon');
  }
  return fabric.warnings.filter(({ code }) => !said.some(s => s === code));
}
