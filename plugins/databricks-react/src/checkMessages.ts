/** The lines of a test, by the check's id and the code among its values. Where one is not here, the backend's sentence stands. */
export const checkMessages = {
  identity: {
    known: 'Databricks knows {{who}}',
  },
  compute: {
    exists: '{{who}} can see the {{what}}; it is {{live}}',
    unusable_state: 'The {{what}} cannot be used as it is',
    right_missing: '{{who}} may not use the {{what}}',
    not_found: 'Databricks has no such {{what}}, or hides it from {{who}}',
  },
  catalog: {
    usable: '{{who}} can use the catalog {{name}}',
    right_missing: '{{who}} may not use the catalog {{name}}',
  },
  schema: {
    usable: '{{who}} can use the schema {{name}}',
    right_missing: '{{who}} may not use the schema {{name}}',
  },
  what: {
    warehouse: 'SQL warehouse',
    cluster: 'cluster',
  },
  live: {
    running: 'running',
    starting: 'starting',
    stopping: 'stopping',
    stopped: 'stopped, and starts when it is used',
    unusable: 'not usable',
    unknown: 'in a state that is not known',
  },
} as const;
