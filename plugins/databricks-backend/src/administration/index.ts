export type { ClientConnections } from './ChangedClients';
export { createAdministration } from './createAdministration';
