import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ListRow } from '@backstage/ui';
import { memo } from 'react';
import { databricksTranslationRef } from '../translation';
import { YouLine } from '../workspaces/YouLine';
import { Afterwards } from '../ui/Afterwards';
import { DotLine } from '../ui/DotLine';
import { useLinks } from '../ui/Links';
import { TypeBadge } from '../ui/TypeBadge';
import { FabricAction } from './FabricAction';
import { FabricMenu } from './FabricMenu';
import type { FabricItem } from './filterFabrics';
import { useAutomationText } from './useAutomationText';
import { useFabricWhere } from './useFabricWhere';
import { useYouText } from './useYouText';
import styles from './FabricRows.module.css';

/** One fabric in the list: where it is, who acts, and the one thing to do. The row leads to its page. */
function FabricRow(props: { item: FabricItem; admins: string[] }) {
  const { item, admins } = props;
  const { row, issuer, you, automation } = item;
  const { t } = useTranslationRef(databricksTranslationRef);
  const whereOf = useFabricWhere();
  const { inRow } = useYouText();
  const automationText = useAutomationText();
  const { fabric } = useLinks();
  const where = whereOf(row);
  const ofAutomation = automationText(automation);
  return (
    <ListRow
      id={row.name}
      className={styles.row}
      href={fabric(row.name)}
      textValue={row.title}
      customActions={
        <span className={styles.actions}>
          <Afterwards>
            <FabricAction item={item} admins={admins} />
            <FabricMenu item={item} />
          </Afterwards>
        </span>
      }
    >
      <span className={styles.cells}>
        <span className={styles.fabric}>
          <span className={styles.title}>
            <strong>{row.title}</strong> <TypeBadge type={row.type} />
          </span>
          <span className={styles.where}>
            {where}
            <span className={styles.phone}>
              {where && ' · '}
              {row.workspace.title}
            </span>
          </span>
        </span>
        <span className={styles.workspace}>{row.workspace.title}</span>
        <span className={styles.who}>
          <span className={styles.label}>{t('you.label')}</span>
          <YouLine you={you} issuer={issuer} words={inRow(you)} />
        </span>
        <span className={styles.who}>
          <span className={styles.label}>{t('automation.label')}</span>
          <DotLine {...ofAutomation} />
        </span>
      </span>
    </ListRow>
  );
}

/** A search draws only the rows that were not there before. */
export const FabricRowView = memo(FabricRow);
