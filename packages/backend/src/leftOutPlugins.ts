const optionalPlugins = [
  'databricks',
  'events',
  'example',
  'notifications',
  'signals',
  'user-settings',
];

/**
 * Which plugins this process runs without, so that benchmarks can compare and tests start quickly:
 * `DATABRICKS_DEMO_WITHOUT_PLUGIN=1` leaves out ours, `DATABRICKS_DEMO_LEAVE_OUT` those that it names, separated by commas.
 */
export function leftOutPlugins(env: NodeJS.ProcessEnv): Set<string> {
  const leftOut = new Set(
    (env.DATABRICKS_DEMO_LEAVE_OUT ?? '')
      .split(',')
      .map(pluginId => pluginId.trim())
      .filter(Boolean),
  );
  for (const pluginId of leftOut) {
    if (!optionalPlugins.includes(pluginId)) {
      throw new Error(
        `DATABRICKS_DEMO_LEAVE_OUT names ${pluginId}, expected some of: ${optionalPlugins.join(
          ', ',
        )}`,
      );
    }
  }
  if (env.DATABRICKS_DEMO_WITHOUT_PLUGIN === '1') {
    leftOut.add('databricks');
  }
  return leftOut;
}
