import { EncryptionSection } from '../../components/settings/EncryptionSection';
import { ExportSection } from '../../components/settings/ExportSection';
import { useSettingsContext } from '../SettingsContext';

/** Encryption, and what was defined here as app-config. */
export function MaintenanceTab() {
  const { settings, refetch, announce } = useSettingsContext();
  return (
    <>
      <EncryptionSection
        encryption={settings.encryption}
        onChanged={message => {
          announce(message);
          refetch();
        }}
      />
      <ExportSection settings={settings} />
    </>
  );
}
