import { useSettingsContext } from '../SettingsContext';
import { EncryptionSurface } from './EncryptionSurface';
import { ExportSurface } from './ExportSurface';

/** Encryption, and what was defined here as app-config. */
export function MaintenanceTab() {
  const { settings } = useSettingsContext();
  return (
    <>
      <EncryptionSurface encryption={settings.encryption} />
      <ExportSurface settings={settings} />
    </>
  );
}
