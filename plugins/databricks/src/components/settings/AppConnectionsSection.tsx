import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  AppConnection,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { Button, Text } from '@backstage/ui';
import { useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { CardGrid } from '../CardGrid';
import { ReadableDialog } from '../ReadableDialog';
import { AppConnectionCard } from './AppConnectionCard';
import { AppConnectionForm } from './AppConnectionForm';
import { SettingsSection } from './SettingsSection';

/** The OAuth clients that users sign in with. */
export function AppConnectionsSection(props: {
  settings: Settings;
  onChanged(message: string): void;
  refetch(): Promise<void>;
}) {
  const { settings, onChanged, refetch } = props;
  const { appConnections, fabrics } = settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [form, setForm] = useState<{
    isOpen: boolean;
    base?: AppConnection;
  }>({ isOpen: false });

  // What it was about stays while the dialog fades.
  const close = () => setForm(before => ({ ...before, isOpen: false }));
  return (
    <SettingsSection
      anchor="app-connections"
      title={t('appConnection.sectionTitle')}
      intro={t('appConnection.intro')}
      changesWith={appConnections.map(({ name }) => name).join()}
      action={
        <Button variant="primary" onPress={() => setForm({ isOpen: true })}>
          {t('appConnection.add')}
        </Button>
      }
    >
      {appConnections.length === 0 ? (
        <div>
          <Text as="p" weight="bold">
            {t('appConnection.emptyTitle')}
          </Text>
          <Text as="p">{t('appConnection.emptyHelp')}</Text>
        </div>
      ) : (
        <CardGrid
          label={t('appConnection.label')}
          items={appConnections.map(connection => ({
            key: connection.name,
            card: (
              <AppConnectionCard
                connection={connection}
                workspaceUrl={fabrics[0]?.workspaceUrl}
                onChange={() => setForm({ isOpen: true, base: connection })}
                onChanged={onChanged}
                onFailed={refetch}
              />
            ),
          }))}
        />
      )}
      <ReadableDialog
        isOpen={form.isOpen}
        onOpenChange={close}
        isDismissable={false}
        width="min(40rem, calc(100vw - 2rem))"
      >
        <AppConnectionForm
          base={form.base}
          all={appConnections}
          onCancel={close}
          onConflict={refetch}
          onSaved={() => {
            close();
            onChanged(t('settings.saved'));
          }}
        />
      </ReadableDialog>
    </SettingsSection>
  );
}
