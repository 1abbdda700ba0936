/** Runs a program that prints one row of JSON a line. Options as for `launch.spawn`. */
export async function benchProgram(launch, name, options) {
  const benchmark = launch.spawn({
    ...options,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const { code } = await benchmark.exited;
  await benchmark.gone;
  if (code !== 0) {
    throw new Error(`The benchmark ${name} failed.`);
  }
  return benchmark.output
    .trim()
    .split('\n')
    .map(line => JSON.parse(line));
}
