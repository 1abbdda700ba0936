export { SettingsOverview } from './SettingsOverview';
export type { GrantFacts } from './SettingsOverview';
export { settingsResources } from './routes';
