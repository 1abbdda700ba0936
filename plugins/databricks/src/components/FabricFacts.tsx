import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { IdentityKind } from '@backstage-databricks/plugin-databricks-common';
import { Link } from '@backstage/ui';
import type { CardFabric } from '../hooks/useCardFabrics';
import { databricksTranslationRef } from '../translation';
import { CatalogAndSchema } from './CatalogAndSchema';
import { Details } from './Details';
import { hostOf } from './hostOf';

/** What a fabric is: where, on what compute, with which data, whose, and who runs its work. */
export function FabricFacts(props: { fabric: CardFabric }) {
  const { fabric } = props;
  const { compute, catalog, schema, workspaceUrl, owner } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const host = hostOf(workspaceUrl);

  return (
    <Details
      items={[
        {
          term: t('fabric.workspace'),
          value: (
            <Link
              href={workspaceUrl}
              target="_blank"
              rel="noopener noreferrer"
              aria-label={t('fabric.opensNewWindow', { host })}
            >
              {host}
            </Link>
          ),
        },
        {
          term: t('fabric.compute'),
          value: compute && (
            <span title={compute.httpPath}>
              {compute.kind === 'warehouse'
                ? t('fabric.warehouse', { id: compute.id })
                : t('fabric.cluster', { id: compute.id })}
            </span>
          ),
        },
        {
          term: t('fabric.catalogAndSchema'),
          value: (catalog || schema) && (
            <CatalogAndSchema catalog={catalog} schema={schema} />
          ),
        },
        {
          term: t('fabric.owner'),
          value:
            owner === '*' ? (
              t('fabric.everybody')
            ) : (
              <span title={owner}>{owner.split('/').at(-1)}</span>
            ),
        },
        { term: t('fabric.runsAs'), value: <RunsAs fabric={fabric} /> },
        {
          term: t('fabric.definedIn'),
          value:
            fabric.source === 'config' &&
            t('fabric.appConfig', {
              path: `databricks.fabrics.${fabric.name}`,
            }),
        },
      ]}
    />
  );
}

function RunsAs(props: { fabric: CardFabric }) {
  const { interactiveAs, automationAs, servicePrincipal } = props.fabric;
  const { t } = useTranslationRef(databricksTranslationRef);

  const nameOfIdentity = (identity: IdentityKind) => {
    if (identity === 'user') {
      return t('fabric.you');
    }
    if (!servicePrincipal || servicePrincipal.status === 'missing') {
      return t('fabric.nobody');
    }
    return servicePrincipal.clientId
      ? t('fabric.servicePrincipalWithId', {
          clientId: servicePrincipal.clientId,
        })
      : t('fabric.servicePrincipal');
  };

  const interactive = nameOfIdentity(interactiveAs);
  const automation = nameOfIdentity(automationAs);
  return interactive === automation ? (
    <>{t('fabric.both', { who: interactive })}</>
  ) : (
    <>
      <div>{t('fabric.interactive', { who: interactive })}</div>
      <div>{t('fabric.automation', { who: automation })}</div>
    </>
  );
}
