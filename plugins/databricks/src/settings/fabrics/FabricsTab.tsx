import { FabricsSection } from '../../components/settings/FabricsSection';
import { useSettingsContext } from '../SettingsContext';

/** All fabrics, whoever owns them. */
export function FabricsTab() {
  const { settings, refetch, announce } = useSettingsContext();
  return (
    <FabricsSection
      settings={settings}
      refetch={refetch}
      onChanged={message => {
        announce(message);
        refetch();
      }}
    />
  );
}
