import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Use } from '@backstage-databricks/plugin-databricks-common';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
import { useNames } from '../fabrics/useNames';
import { databricksTranslationRef } from '../translation';
import { pluginTitle } from '../ui/pluginTitle';
import { Surface } from '../ui/Surface';
import type { FabricView } from './fabricView';
import styles from './ActedAsYou.module.css';

/** The plugins that last worked as the user, or as the service principal; never other people's. */
export function ActedAsYou(props: { view: FabricView }) {
  const { view } = props;
  const { fabric } = view;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { connection, servicePrincipal } = fabric;
  const names = useNames()(view);
  const used = (lastUsedBy: Use[] = [], who = '') =>
    lastUsedBy.map(use => ({ ...use, who }));
  const uses = [
    ...(connection && connection.status !== 'not_connected'
      ? used(connection.lastUsedBy, names.user)
      : []),
    ...used(servicePrincipal?.lastUsedBy, names.servicePrincipal),
  ].sort((a, b) => b.at.localeCompare(a.at));
  return (
    <Surface title={t('fabric.actedAsYou.title')}>
      {uses.length === 0 ? (
        <span className={styles.grey}>{t('fabric.actedAsYou.nobody')}</span>
      ) : (
        <ul className={styles.uses}>
          {uses.map(({ consumer, who, at }) => (
            <li key={`${consumer} ${who}`}>
              <span>
                {pluginTitle(consumer)}{' '}
                <span className={styles.grey}>
                  {t('fabric.actedAsYou.as', { who })}
                </span>
              </span>
              <span className={styles.when}>
                <TimeText at={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Surface>
  );
}
