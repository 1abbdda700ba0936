import { SealedPlace, SealPurpose } from './Sealer';

/** A table with sealed values. Its store exports this, for the sweep that re-encrypts them. */
export type SealedTable = {
  table: string;
  purpose: SealPurpose;
  columns: readonly string[];
  /** Columns that identify a row. */
  key: readonly string[];
  /** The column that counts changes of the row. Undefined where a sealed value is only ever erased. */
  fence?: string;
  /** What a value is bound to. The row is as it was read, with all of its columns. */
  place(row: Record<string, unknown>, column: string): SealedPlace;
};
