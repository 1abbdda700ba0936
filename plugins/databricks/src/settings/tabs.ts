/** The tabs of the settings, as their addresses name them. */
export const SETTINGS_TABS = [
  'overview',
  'app-connections',
  'fabrics',
  'connections',
  'consumers',
  'maintenance',
] as const;

export type SettingsTab = (typeof SETTINGS_TABS)[number];
