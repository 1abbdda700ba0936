import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { EntityLinks } from '../../ui/EntityLinks';
import styles from './NotAdmin.module.css';

/** Tells who administers to whom does not. */
export function NotAdmin(props: { admins: string[] }) {
  const { admins } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <div className={styles.text}>
      <Text as="h3" variant="title-x-small" weight="bold">
        {t('settings.notAdminTitle')}
      </Text>
      <Text as="p">{t('settings.notAdminHelp')}</Text>
      {admins.length > 0 && (
        <Text as="p">
          {t('settings.admins')} <EntityLinks entityRefs={admins} />
        </Text>
      )}
    </div>
  );
}
