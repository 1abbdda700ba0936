import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricType } from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../translation';
import styles from './TypeBadge.module.css';

/** SQL, Spark or Prophecy. */
export function TypeBadge(props: { type: FabricType }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  return <span className={styles.badge}>{t(`fabric.type.${props.type}`)}</span>;
}
