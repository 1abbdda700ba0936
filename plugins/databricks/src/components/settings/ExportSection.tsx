import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { Text } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { appConfigYaml } from './appConfigYaml';
import { CopyableText } from './CopyableText';
import { SettingsSection } from './SettingsSection';

/** What is defined, to be moved into version control. */
export function ExportSection(props: { settings: Settings }) {
  const { settings } = props;
  const { appConnections, fabrics } = settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <SettingsSection
      anchor="export"
      title={t('exported.sectionTitle')}
      intro={t('exported.intro')}
    >
      {appConnections.length + fabrics.length === 0 ? (
        <Text as="p">{t('exported.nothing')}</Text>
      ) : (
        <CopyableText
          label={t('exported.label')}
          text={appConfigYaml(settings)}
        />
      )}
    </SettingsSection>
  );
}
