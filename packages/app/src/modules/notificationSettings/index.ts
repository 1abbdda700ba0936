export {
  notificationSettingsModule,
  notificationSettingsRouteRef,
} from './notificationSettingsModule';
