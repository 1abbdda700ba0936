import { readdirSync } from 'node:fs';

/**
 * Runs the benchmarks in `scripts/bench` and prints a table. Each exports `run(launch, context)`, which gives rows
 * `{ benchmark, measured, compared, ratio, limit }`; a ratio above its limit fails, and where there is none nothing does.
 */
export async function run(launch, context, args) {
  const rows = [];
  for (const file of readdirSync('scripts/bench').sort()) {
    if (args.length === 0 || args.some(arg => file.includes(arg))) {
      const benchmark = await import(`../../bench/${file}`);
      rows.push(...(await benchmark.run(launch, context)));
    }
  }
  console.log(`\n${formatTable(rows)}`);
  return rows.some(({ ratio, limit }) => ratio > limit) ? 1 : 0;
}

function formatTable(rows) {
  const lines = [
    ['benchmark', 'measured', 'compared with', 'ratio', 'limit', ''],
    ...rows.map(({ benchmark, measured, compared, ratio, limit }) => [
      benchmark,
      measured,
      compared,
      ratio.toFixed(3),
      limit?.toFixed(3) ?? '',
      ratio > limit ? 'too slow' : 'ok',
    ]),
  ];
  const widths = lines[0].map((_, column) =>
    Math.max(...lines.map(line => line[column].length)),
  );
  return lines
    .map(line => line.map((cell, column) => cell.padEnd(widths[column])))
    .map(line => line.join('  ').trimEnd())
    .join('\n');
}
