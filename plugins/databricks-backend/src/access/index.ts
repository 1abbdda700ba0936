export { Access } from './Access';
export { Callers } from './Callers';
export type { Consumer, User } from './Callers';
export { RateLimiter } from './RateLimiter';
export { databricksFabricResourceRef, fabricRules } from './fabricRules';
