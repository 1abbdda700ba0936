export { checkKeys } from './checkKeys';
export { DatabaseKeyCheckStore } from './DatabaseKeyCheckStore';
export { keyIdOf, Sealer, SealedValueError } from './Sealer';
export type { SealedPlace, SealPurpose } from './Sealer';
export { DatabaseSweepStore } from './DatabaseSweepStore';
export type { SealedTable } from './sealedColumns';
export { Sweep } from './Sweep';
