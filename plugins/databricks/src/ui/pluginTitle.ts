/** "databricks-jobs" is "Databricks jobs" to people. */
export function pluginTitle(pluginId: string): string {
  const words = pluginId.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
