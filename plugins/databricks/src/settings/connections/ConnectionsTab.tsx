import { AllConnectionsSection } from '../../components/settings/AllConnectionsSection';
import { useSettingsContext } from '../SettingsContext';

/** The connections of all users. */
export function ConnectionsTab() {
  const { settings, refetch, announce } = useSettingsContext();
  return (
    <AllConnectionsSection
      settings={settings}
      onChanged={message => {
        announce(message);
        refetch();
      }}
    />
  );
}
