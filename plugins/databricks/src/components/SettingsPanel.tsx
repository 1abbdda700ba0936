import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Skeleton, VisuallyHidden } from '@backstage/ui';
import { useFabrics } from '../hooks/useFabrics';
import { databricksTranslationRef } from '../translation';
import { ProblemAlert } from './ProblemAlert';
import { NotAdmin } from './settings/NotAdmin';
import { SettingsSections } from './settings/SettingsSections';

/** The settings for admins. For others nothing but their own fabrics is asked for, which tells who administers. */
export function SettingsPanel() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { resource, retry } = useFabrics();

  switch (resource.status) {
    case 'loading':
      return (
        <div aria-busy="true">
          <VisuallyHidden role="status">{t('settings.loading')}</VisuallyHidden>
          <Skeleton height="4rem" width="100%" />
        </div>
      );
    case 'notFound':
    case 'error':
      return (
        <ProblemAlert
          title={t('problem.errorTitle')}
          problem={resource.problem}
          onTryAgain={retry}
        />
      );
    case 'forbidden':
      return <NotAdmin admins={[]} />;
    case 'loaded': {
      const { admin, admins } = resource.value;
      return admin ? (
        <SettingsSections admins={admins} />
      ) : (
        <NotAdmin admins={admins} />
      );
    }
    default:
      return resource satisfies never;
  }
}
