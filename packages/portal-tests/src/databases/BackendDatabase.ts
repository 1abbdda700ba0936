/** Where a backend process keeps its data. */
export type BackendDatabase =
  | { client: 'better-sqlite3'; directory: string }
  | {
      client: 'pg';
      /** Of the server, as `startPostgres` gives it. */
      connectionString: string;
      /** What the names of the plugins' databases begin with, so that one server serves several tests. */
      prefix: string;
    };
