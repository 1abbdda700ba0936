/** `catalog.schema`, of which each may be absent: neither has a dot. */
export function dataValue(catalog = '', schema = ''): string {
  return schema ? `${catalog}.${schema}` : catalog;
}
