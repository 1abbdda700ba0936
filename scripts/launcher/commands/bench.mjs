import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { prepare } from '../prepare.mjs';
import { filesEndingIn } from '../testFiles.mjs';

/**
 * Runs the benchmarks in `scripts/bench` and prints a table. Each exports `run(launch, context)`, which gives rows
 * `{ benchmark, measured, compared, ratio, limit }`; a ratio above its limit fails, and where there is none nothing does.
 */
export async function run(launch, args) {
  const context = await prepare(launch);
  const rows = [];
  for (const file of filesEndingIn(
    join(context.root, 'scripts/bench'),
    '.mjs',
  )) {
    if (args.length === 0 || args.some(arg => file.includes(arg))) {
      const benchmark = await import(pathToFileURL(file).href);
      rows.push(...(await benchmark.run(launch, context)));
    }
  }
  console.log(`\n${formatTable(rows)}`);
  return rows.some(({ ratio, limit }) => ratio > limit) ? 1 : 0;
}

function formatTable(rows) {
  const cells = [
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
  const widths = cells[0].map((_, column) =>
    Math.max(...cells.map(row => row[column].length)),
  );
  return cells
    .map(row =>
      row
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
