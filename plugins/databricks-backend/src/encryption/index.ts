export { DatabaseKeyCheckStore } from './DatabaseKeyCheckStore';
export { DatabaseSweepStore } from './DatabaseSweepStore';
export type { SealedTable } from './SealedTable';
export { SealedValueError, Sealer, keyIdOf } from './Sealer';
export type { SealedPlace } from './Sealer';
export { Sweep } from './Sweep';
export { checkKeys } from './checkKeys';
