import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import { needsFix } from '../fabrics/automation';
import { FabricMenu } from '../fabrics/FabricMenu';
import type { FabricItem } from '../fabrics/filterFabrics';
import { FixLink } from '../fabrics/FixLink';
import { useAutomationText } from '../fabrics/useAutomationText';
import { useFabricWhere } from '../fabrics/useFabricWhere';
import { useYouText } from '../fabrics/useYouText';
import { signInFabric, YouState } from '../fabrics/you';
import { YouAction } from '../fabrics/YouAction';
import { databricksTranslationRef } from '../translation';
import { DotLine } from '../ui/DotLine';
import { useLinks } from '../ui/Links';
import { TypeBadge } from '../ui/TypeBadge';
import { YouLine } from '../workspaces/YouLine';
import styles from './EntityFabricCard.module.css';

/** A fabric in a few lines: where it is, and the two identities, each with the room of its button. */
export function FabricSummary(props: { item: FabricItem; admins: string[] }) {
  const { item, admins } = props;
  const { row, issuer, you, automation } = item;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { inRow, left } = useYouText();
  const automationText = useAutomationText();
  const whereOf = useFabricWhere();
  const { fabric } = useLinks();
  const href = fabric(row.name);
  const where = [whereOf(row), row.workspace.title].filter(Boolean).join(' · ');
  const youText = inRow(you);
  const shortTexts: Partial<Record<YouState, string>> = {
    waiting: t('you.waitingShort'),
    refused: t('you.refusedShort'),
  };
  const text = shortTexts[you.state] ?? youText.text;
  const isOther = 'person' in you && you.person.isOther;
  const duration = you.state === 'connected' ? left(you.until) : undefined;
  return (
    <section aria-label={row.title} className={styles.fabric}>
      <div className={styles.head}>
        <h3 className={styles.title}>
          {href ? (
            <Link
              href={href}
              color="primary"
              weight="bold"
              standalone
              data-databricks-focus={issuer?.id}
            >
              {row.title}
            </Link>
          ) : (
            row.title
          )}{' '}
          <TypeBadge type={row.type} />
        </h3>
        <FabricMenu item={item} />
      </div>
      <div className={styles.where}>{where}</div>
      <div className={styles.lines}>
        <div className={styles.line}>
          <span className={styles.label}>{t('you.label')}</span>
          <span className={styles.state}>
            <YouLine
              you={you}
              issuer={issuer}
              words={{
                ...youText,
                text,
                // Beside a longer name there is no room
                detail: isOther ? duration ?? youText.detail : youText.detail,
              }}
            />
          </span>
          {duration && !isOther && (
            <span className={styles.left}>{duration}</span>
          )}
          {issuer && (
            <YouAction
              you={you}
              issuer={issuer}
              admins={admins}
              fabric={signInFabric(row)}
              emphasis="filled"
            />
          )}
          {you.state === 'testFailed' && <FixLink row={row} isTest />}
        </div>
        <div className={styles.line}>
          <span className={styles.label}>{t('automation.label')}</span>
          <span className={styles.state}>
            <DotLine {...automationText(automation)} />
          </span>
          {row.canEdit && needsFix(automation) && (
            <FixLink row={row} isTest={automation.state === 'testFailed'} />
          )}
        </div>
      </div>
    </section>
  );
}
