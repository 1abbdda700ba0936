export { AnswersInFlight } from './AnswersInFlight';
export { createRootPage, createRouter } from './createRouter';
export { queryOf } from './queryOf';
export { defineRoute, PAGE } from './Route';
export type { CallerKind, Route } from './Route';
