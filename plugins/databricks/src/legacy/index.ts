export { databricksPlugin } from './databricksPlugin';
export {
  DatabricksPage,
  EntityDatabricksFabricCard,
  EntityDatabricksFabricContent,
  UserSettingsDatabricksConnections,
} from './extensions';
