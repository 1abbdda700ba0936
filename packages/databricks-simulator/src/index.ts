/**
 * A stand-in Databricks for the demo, the tests and the benchmarks.
 *
 * @packageDocumentation
 */
export { Account } from './Account';
export type {
  ClientOptions,
  PersonOptions,
  RegisteredAppConnection,
  ServicePrincipal,
  ServicePrincipalOptions,
} from './Account';
export type { Endpoint } from './Endpoint';
export type { Fault } from './Fault';
export { FaultQueue } from './FaultQueue';
export { TokenStore } from './oidc/TokenStore';
export type { Access } from './oidc/TokenStore';
export type { Rights } from './Rights';
export { signInAs } from './signInAs';
export type { Simulator } from './Simulator';
export type {
  CatalogOptions,
  ClusterOptions,
  SimulatorOptions,
  WarehouseOptions,
} from './SimulatorOptions';
export { startSimulator } from './startSimulator';
