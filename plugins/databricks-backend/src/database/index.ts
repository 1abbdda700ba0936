export {
  DAY_MS,
  databaseNow,
  databaseNowPlus,
  toEpochMs,
} from './databaseTime';
export { deleteInBatches } from './deleteInBatches';
export { isPostgres } from './isPostgres';
export { openDatabase } from './migrate';
export { transactionInTime } from './transactionInTime';
export { withDeadline } from './withDeadline';
