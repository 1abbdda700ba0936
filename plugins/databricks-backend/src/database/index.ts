export {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  toEpochMs,
} from './databaseTime';
export { deleteInBatches } from './deleteInBatches';
export { openDatabase } from './migrate';
export { withDeadline } from './withDeadline';
