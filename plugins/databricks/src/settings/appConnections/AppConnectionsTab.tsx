import { AppConnectionsSection } from '../../components/settings/AppConnectionsSection';
import { RedirectUrlsSection } from '../../components/settings/RedirectUrlsSection';
import { useSettingsContext } from '../SettingsContext';

/** How the portal is registered at Databricks: the guide, and the app connections. */
export function AppConnectionsTab() {
  const { settings, refetch, announce } = useSettingsContext();
  return (
    <>
      <RedirectUrlsSection settings={settings} />
      <AppConnectionsSection
        settings={settings}
        refetch={refetch}
        onChanged={message => {
          announce(message);
          refetch();
        }}
      />
    </>
  );
}
