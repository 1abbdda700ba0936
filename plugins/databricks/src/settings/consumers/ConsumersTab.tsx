import { useSettingsContext } from '../SettingsContext';
import { ConsumersSurface } from './ConsumersSurface';
import { PauseSurface } from './PauseSurface';

/** Which plugins may act as whom, and the emergency stop. */
export function ConsumersTab() {
  const { settings } = useSettingsContext();
  return (
    <>
      <PauseSurface paused={settings.paused} />
      {settings.consumers && (
        <ConsumersSurface consumers={settings.consumers} />
      )}
    </>
  );
}
