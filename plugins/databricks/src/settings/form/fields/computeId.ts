/** The ID in the value of a field of compute, where a cluster is marked as such. */
export function computeId(value: string): string {
  return value.replace(/^cluster:/, '');
}
