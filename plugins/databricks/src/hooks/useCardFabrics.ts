import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Compute,
  Fabric,
  FabricList,
  FabricRow,
  FabricWarningCode,
} from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../translation';

/** A fabric as its card needs it: one that was asked for by its name, or one of a list. */
export type CardFabric = Omit<Fabric, 'compute' | 'definition' | 'etag'> & {
  compute?: Omit<Compute, 'httpPath'> & Partial<Compute>;
};

/** Makes the fabrics of a list what their cards need, each with its issuer's app connection and connection. */
export function useCardFabrics(): (list: FabricList) => CardFabric[] {
  const { t } = useTranslationRef(databricksTranslationRef);

  const warningsOf = ({
    title,
    automation,
  }: FabricRow): Partial<Record<FabricWarningCode, string>> => ({
    service_principal_missing: t('fabric.warning.service_principal_missing', {
      fabric: title,
    }),
    service_principal_rejected: t('fabric.warning.service_principal_rejected', {
      fabric: title,
    }),
    service_principal_secret_expires: t(
      'fabric.warning.service_principal_secret_expires',
      { date: automation?.secretExpiresAt ?? '' },
    ),
    schedules_cannot_run: t('fabric.warning.schedules_cannot_run'),
    sign_in_expires_soon: t('fabric.warning.sign_in_expires_soon'),
    fewer_scopes: t('fabric.warning.fewer_scopes'),
    databricks_refused: t('fabric.warning.databricks_refused'),
    databricks_unavailable: t('fabric.warning.databricks_unavailable'),
    encryption_key_unavailable: t('fabric.warning.encryption_key_unavailable'),
    credentials_unreadable: t('fabric.warning.credentials_unreadable'),
  });

  return ({ items, issuers }) =>
    items.map(row => {
      const { automation, warnings, ...fabric } = row;
      const { workspace } = fabric;
      const issuer = issuers.find(({ id }) => id === row.issuer);
      const texts = warningsOf(row);
      return {
        ...fabric,
        workspaceUrl: workspace.url,
        interactiveAs: row.signInNeeded ? 'user' : 'servicePrincipal',
        automationAs: automation?.as ?? 'user',
        appConnection: issuer?.appConnection,
        connection: issuer?.connection,
        servicePrincipal: automation?.status && {
          clientId: automation.name,
          status: automation.status,
          secretExpiresAt: automation.secretExpiresAt,
        },
        warnings: warnings.flatMap(code => {
          const message = texts[code as FabricWarningCode];
          return message ? [{ code, message }] : [];
        }),
      };
    });
}
