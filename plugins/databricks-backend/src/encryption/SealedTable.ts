import { SealedPlace, SealPurpose } from './Sealer';

/** A table with sealed values, as its store exports it: what they are, what they are bound to, and what fences a write. */
export type SealedTable = {
  table: string;
  purpose: SealPurpose;
  columns: readonly string[];
  /** Columns that identify a row. */
  key: readonly string[];
  /** Counts changes of the row; undefined where a value never changes but to nothing. */
  fence?: string;
  /** The one place that names what a value is bound to. */
  place(row: Record<string, unknown>, column: string): SealedPlace;
};
