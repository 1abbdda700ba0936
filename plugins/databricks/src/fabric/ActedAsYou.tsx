import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';
import { Surface } from '../ui/Surface';
import type { FabricView } from './fabricView';
import styles from './ActedAsYou.module.css';

/** The plugins that last worked as the user, or as the service principal; never other people's. */
export function ActedAsYou(props: { view: FabricView }) {
  const { fabric, you, automation } = props.view;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { connection, servicePrincipal } = fabric;
  const asUser =
    connection && connection.status !== 'not_connected'
      ? connection.lastUsedBy ?? []
      : [];
  const person = 'person' in you ? you.person.name : '';
  const name =
    ('name' in automation && automation.name) ||
    t('automation.servicePrincipal');
  const uses = [
    ...asUser.map(use => ({ ...use, who: person })),
    ...(servicePrincipal?.lastUsedBy ?? []).map(use => ({ ...use, who: name })),
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
                {titleOf(consumer)}{' '}
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

/** "databricks-jobs" is "Databricks jobs" to people. */
function titleOf(pluginId: string): string {
  const words = pluginId.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
