import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../../translation';
import styles from './ConsumersSurface.module.css';
import type { ConsumerTexts } from './useConsumerTexts';
import { LastUses } from './LastUses';

/** The consumers side by side. */
export function ConsumersTable(props: { rows: ConsumerTexts[] }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t('consumers.plugin')}</th>
          <th scope="col">{t('consumers.asPeople')}</th>
          <th scope="col">{t('consumers.asServicePrincipals')}</th>
          <th scope="col">{t('consumers.purposes')}</th>
          <th scope="col">{t('consumers.last')}</th>
        </tr>
      </thead>
      <tbody>
        {props.rows.map(row => (
          <tr key={row.plugin}>
            <th scope="row">{row.plugin}</th>
            <td>{row.asPeople}</td>
            <td>{row.asServicePrincipals}</td>
            <td>{row.purposes}</td>
            <td>
              <LastUses lines={row.last} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
