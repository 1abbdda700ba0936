import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countByExitCode, formatCounts, noTests, sum } from './counts.mjs';

/**
 * Runs steps one after the other, each with a heading, its duration and its counts. A step that fails does not keep
 * the next ones from running.
 */
export function createTestSteps(launch) {
  const results = [];
  const folder = mkdtempSync(join(tmpdir(), 'databricks-tests-'));
  launch.onEnd(() => rmSync(folder, { recursive: true, force: true }));

  return {
    /** For reports and databases; removed at the end. */
    folder,

    /** Runs `work`, which gives counts. What it throws counts as one failed test. */
    async step(title, work) {
      launch.signal.throwIfAborted();
      console.log(`\n== ${title}`);
      const startedAt = performance.now();
      let counts;
      try {
        counts = await work();
      } catch (error) {
        launch.signal.throwIfAborted();
        console.error(error.message);
        counts = { ...noTests, failed: 1 };
      }
      results.push(counts);
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`== ${title}: ${formatCounts(counts)} (${seconds} s)`);
    },

    /**
     * Runs a program. `count` gives its counts once it has ended; without it, the program is one test. A program that
     * fails without a failed test, or that leaves processes behind, has failed too.
     */
    async program({ count, ...options }) {
      const group = launch.spawn(options);
      const { code, error } = await group.exited;
      const leftOver = await group.gone;
      launch.signal.throwIfAborted();
      if (error !== undefined) {
        throw error;
      }
      const counts =
        count === undefined ? countByExitCode(code) : readCounts(count);
      if (leftOver) {
        console.error(`${options.name} left processes behind, now ended`);
      }
      const failed = leftOver || (code !== 0 && counts.failed === 0);
      return failed && count !== undefined
        ? { ...counts, failed: counts.failed + 1 }
        : counts;
    },

    /** Prints the closing line; gives the exit code. */
    finish() {
      const total = sum(results);
      console.log(`\n${formatCounts(total)}`);
      return total.failed === 0 ? 0 : 1;
    },
  };
}

function readCounts(count) {
  try {
    return count();
  } catch (error) {
    console.error(`The report could not be read: ${error.message}`);
    return { ...noTests, failed: 1 };
  }
}
