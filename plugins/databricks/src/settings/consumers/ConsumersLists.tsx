import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../../translation';
import { DescriptionList } from '../../ui/DescriptionList';
import styles from './ConsumersSurface.module.css';
import type { ConsumerTexts } from './useConsumerTexts';
import { LastUses } from './LastUses';

/** The consumers below each other, where there is no room for a table. */
export function ConsumersLists(props: { rows: ConsumerTexts[] }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <ul className={styles.lists}>
      {props.rows.map(row => (
        <li key={row.plugin}>
          <h4 className={styles.plugin}>{row.plugin}</h4>
          <DescriptionList
            items={[
              { term: t('consumers.asPeople'), value: row.asPeople },
              {
                term: t('consumers.asServicePrincipals'),
                value: row.asServicePrincipals,
              },
              { term: t('consumers.purposes'), value: row.purposes },
              {
                term: t('consumers.last'),
                value: <LastUses lines={row.last} />,
              },
            ]}
          />
        </li>
      ))}
    </ul>
  );
}
