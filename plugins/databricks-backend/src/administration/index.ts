export { createAdministration } from './createAdministration';
