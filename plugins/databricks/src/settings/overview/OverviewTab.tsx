import { CheckListSection } from '../../components/settings/CheckListSection';
import { useSettingsContext } from '../SettingsContext';

/** How many there are of what admins look after, and what needs them. */
export function OverviewTab() {
  const { settings, refetch } = useSettingsContext();
  return <CheckListSection settings={settings} refetch={refetch} />;
}
