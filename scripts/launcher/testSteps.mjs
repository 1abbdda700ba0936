import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs steps one after the other, each with a heading, its duration and its counts. A step that fails does not keep
 * the next ones from running.
 */
export function createTestSteps(launch, context) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'databricks-tests-'));
  launch.onEnd(() => rmSync(folder, { recursive: true, force: true }));

  return {
    /** For reports; removed at the end. */
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
        counts = one(false);
      }
      for (const key of Object.keys(total)) {
        total[key] += counts[key];
      }
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`== ${title}: ${format(counts)} (${seconds} s)`);
    },

    /**
     * Runs a Node program. `count` gives its counts once it has ended; without it, the program is one test. A program
     * that fails without a failed test, or that leaves processes behind, has failed too.
     */
    async program({ name, env, count = one, ...options }) {
      const group = launch.spawn({
        command: context.node,
        env: { ...context.env, ...env },
        ...options,
      });
      const { code, error } = await group.exited;
      const leftOver = await group.gone;
      launch.signal.throwIfAborted();
      if (error !== undefined) {
        throw error;
      }
      const counts = count(code === 0);
      if (leftOver) {
        console.error(`${name} left processes behind, now ended`);
      }
      return leftOver || (code !== 0 && counts.failed === 0)
        ? { ...counts, failed: counts.failed + 1 }
        : counts;
    },

    /** Prints the closing line; gives the exit code. */
    finish() {
      console.log(`\n${format(total)}`);
      return total.failed === 0 ? 0 : 1;
    },
  };
}

function one(passed) {
  return { passed: Number(passed), failed: Number(!passed), skipped: 0 };
}

function format({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
