import { SealedPlace, SealPurpose } from './Sealer';

/** A table with sealed values: how to find them, where they stand, and what fences a write. */
export type SealedTable = {
  table: string;
  purpose: SealPurpose;
  columns: readonly string[];
  /** Columns that identify a row. */
  key: readonly string[];
  /** Counts changes of the row; undefined where a value never changes but to nothing. */
  fence?: string;
  place(row: Record<string, unknown>, column: string): SealedPlace | undefined;
};
