import { useSettingsContext } from '../SettingsContext';
import { AppConnectionSurface } from './AppConnectionSurface';
import { RegistrationGuide } from './RegistrationGuide';

/** How the portal is registered at Databricks: the guide, and the app connections. */
export function AppConnectionsTab() {
  const { settings } = useSettingsContext();
  return (
    <>
      <RegistrationGuide settings={settings} />
      {settings.appConnections.map(connection => (
        <AppConnectionSurface key={connection.name} connection={connection} />
      ))}
    </>
  );
}
