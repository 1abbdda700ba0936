/** Milliseconds of each of `count` pieces of work, `concurrency` at a time, and of all together. */
export async function timed(
  count: number,
  concurrency: number,
  work: (i: number) => Promise<unknown>,
): Promise<{ each: number[]; totalMs: number }> {
  const each: number[] = [];
  const indices = Array.from({ length: count }, (_, i) => i).values();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      for (const i of indices) {
        const began = performance.now();
        await work(i);
        each.push(performance.now() - began);
      }
    }),
  );
  return { each, totalMs: performance.now() - startedAt };
}
