export { Access } from './Access';
export { Callers } from './Callers';
export type { Consumer, User } from './Callers';
export { databricksFabricResourceRef, fabricRules } from './fabricRules';
export type { FabricResource } from './fabricRules';
