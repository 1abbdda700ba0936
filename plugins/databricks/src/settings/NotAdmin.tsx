import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { RiLockLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import { EmptyCard } from '../ui/EmptyCard';
import { EntityLinks } from '../ui/EntityLinks';

/** Tells who administers to whom does not, with a message ready to copy for them. */
export function NotAdmin(props: {
  /** As entity refs; empty where nobody does. */
  admins: string[];
}) {
  const { admins } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const who = Object.values(useEntityTitles(admins)).join(', ');
  if (!who) {
    return (
      <EmptyCard icon={<RiLockLine />} title={t('settings.notAdminTitle')}>
        {t('who.nobody')}
      </EmptyCard>
    );
  }
  return (
    <EmptyCard
      icon={<RiLockLine />}
      title={
        <>
          {t('settings.adminsTitle')} <EntityLinks entityRefs={admins} />
        </>
      }
      action={
        <CopyButton
          name={t('who.copy', { who })}
          text={t('settings.adminsRequest', { page: window.location.href })}
        >
          {t('who.copy', { who })}
        </CopyButton>
      }
    >
      {t('settings.notAdminHelp')}
    </EmptyCard>
  );
}
