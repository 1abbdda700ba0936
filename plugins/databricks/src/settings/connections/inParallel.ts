/** Does something with each, so many at a time; which of them failed, and how, in their order. */
export async function inParallel<T>(
  items: readonly T[],
  atOnce: number,
  action: (item: T) => Promise<void>,
): Promise<{ item: T; error: unknown }[]> {
  const failed = new Map<T, unknown>();
  const waiting = [...items];
  const work = async () => {
    for (
      let item = waiting.shift();
      item !== undefined;
      item = waiting.shift()
    ) {
      try {
        await action(item);
      } catch (error) {
        failed.set(item, error);
      }
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return items
    .filter(item => failed.has(item))
    .map(item => ({ item, error: failed.get(item) }));
}
