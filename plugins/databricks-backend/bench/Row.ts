/** One line of the table that `npm run bench` prints. */
export type Row = {
  benchmark: string;
  measured: string;
  compared: string;
  ratio: number;
  /** A ratio above it fails. Where others are measured beside us there is none. */
  limit?: number;
};
