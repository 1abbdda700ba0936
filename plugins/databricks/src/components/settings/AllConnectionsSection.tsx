import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { Button } from '@backstage/ui';
import { useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { AllConnections } from './AllConnections';
import { SettingsSection } from './SettingsSection';

/** Connections of all users; asked for when the section is opened. */
export function AllConnectionsSection(props: {
  settings: Settings;
  onChanged(message: string): void;
}) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isOpen, setOpen] = useState(false);
  return (
    <SettingsSection
      anchor="connections"
      title={t('adminConnections.sectionTitle')}
      intro={t('adminConnections.intro')}
      changesWith={String(isOpen)}
      action={
        !isOpen && (
          <Button variant="secondary" onPress={() => setOpen(true)}>
            {t('adminConnections.open')}
          </Button>
        )
      }
    >
      {isOpen && <AllConnections {...props} />}
    </SettingsSection>
  );
}
