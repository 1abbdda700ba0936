import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonLink } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { useLinks } from '../ui/Links';
import { needsFix } from './automation';
import type { FabricItem } from './filterFabrics';
import { hasYouAction, YouAction } from './YouAction';

/** The one action of a fabric: the user's own first, then that of automation. */
export function FabricAction(props: { item: FabricItem; admins: string[] }) {
  const { item, admins } = props;
  const { row, issuer, you, automation } = item;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { fabric } = useLinks();
  const href = fabric(row.name);
  if (issuer && hasYouAction(you)) {
    return (
      <YouAction
        you={you}
        issuer={issuer}
        admins={admins}
        fabric={row.type === 'prophecy' ? row.name : undefined}
        emphasis="quiet"
      />
    );
  }
  const isFixable =
    you.state === 'testFailed' || (row.canEdit && needsFix(automation));
  return isFixable && href ? (
    <ButtonLink
      variant="tertiary"
      href={href}
      aria-label={t('action.fixOf', { title: row.title })}
    >
      {t('action.fix')}
    </ButtonLink>
  ) : null;
}
