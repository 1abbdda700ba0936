import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Button } from '@backstage/ui';
import { useId } from 'react';
import { databricksTranslationRef } from '../../translation';
import { Details } from '../Details';
import { ConfirmButton } from './ConfirmButton';
import { DefinitionCard } from './DefinitionCard';
import { DefinitionSource } from './DefinitionSource';
import { ManagedFabricFacts } from './ManagedFabricFacts';
import { servicePrincipalUse } from './servicePrincipalUse';
import { ServicePrincipalBadge } from './ServicePrincipalBadge';

/** One fabric as admins see it. */
export function ManagedFabricCard(props: {
  fabric: FabricDefinition;
  onChange(): void;
  onChangeServicePrincipal(): void;
  /** Something has changed, with a word for it. */
  onChanged(message: string): void;
  onFailed(): void;
}) {
  const { fabric, onChange, onChangeServicePrincipal, onChanged, onFailed } =
    props;
  const { name, etag, servicePrincipal } = fabric;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  const hasUse = servicePrincipalUse(fabric) !== 'none';

  return (
    <DefinitionCard
      titleId={titleId}
      title={fabric.title}
      badge={t(`fabricFacts.type.${fabric.type}`)}
      description={fabric.description}
      actions={
        fabric.source === 'database' && (
          <>
            <Button
              variant="secondary"
              aria-describedby={titleId}
              onPress={onChange}
            >
              {t('fabricSettings.change')}
            </Button>
            {(hasUse || servicePrincipal) && (
              <Button
                variant="secondary"
                aria-describedby={titleId}
                onPress={onChangeServicePrincipal}
              >
                {servicePrincipal
                  ? t('servicePrincipal.change')
                  : t('servicePrincipal.add')}
              </Button>
            )}
            {servicePrincipal && (
              <ConfirmButton
                label={t('servicePrincipal.remove')}
                title={t('servicePrincipal.removeTitle', { name })}
                help={t('servicePrincipal.removeHelp')}
                failedTitle={t('remove.failed')}
                describedBy={titleId}
                onFailed={onFailed}
                action={async () => {
                  await api.deleteServicePrincipal(name, { etag });
                  onChanged(t('settings.removed'));
                }}
              />
            )}
            <ConfirmButton
              label={t('remove.remove')}
              title={t('fabricSettings.removeTitle', { name })}
              help={t('fabricSettings.removeHelp')}
              failedTitle={t('remove.failed')}
              describedBy={titleId}
              onFailed={onFailed}
              action={async () => {
                await api.deleteFabric(name, { etag });
                onChanged(t('settings.removed'));
              }}
            />
          </>
        )
      }
    >
      <ManagedFabricFacts fabric={fabric} />
      {(hasUse || servicePrincipal) && (
        <>
          <ServicePrincipalBadge fabric={fabric} />
          {servicePrincipal && (
            <Details
              items={[
                {
                  term: t('servicePrincipal.term'),
                  value: <code>{servicePrincipal.clientId}</code>,
                },
                {
                  term: t('form.scopes'),
                  value: servicePrincipal.scopes.join(', '),
                },
                {
                  term: t('servicePrincipal.expires'),
                  value: servicePrincipal.secretExpiresAt,
                },
              ]}
            />
          )}
        </>
      )}
      <DefinitionSource
        thing={fabric}
        configPath={`databricks.fabrics.${name}`}
      />
    </DefinitionCard>
  );
}
