export { SettingsOverview } from './SettingsOverview';
export { settingsResources } from './routes';
