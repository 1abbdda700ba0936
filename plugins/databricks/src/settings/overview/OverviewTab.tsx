import { SetUp } from '../setUp/SetUp';
import { useSettingsContext } from '../SettingsContext';
import { CheckNeeds } from './CheckNeeds';
import { Counts } from './Counts';
import { FineChecks } from './FineChecks';

/** How many there are of what admins look after, and what needs them. */
export function OverviewTab() {
  const { settings } = useSettingsContext();
  const fine = settings.checks.filter(({ state }) => state === 'ok');
  return (
    <>
      <SetUp />
      <Counts settings={settings} />
      <CheckNeeds />
      <FineChecks checks={fine} />
    </>
  );
}
