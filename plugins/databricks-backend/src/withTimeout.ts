/** Waits for work at most so long. The work goes on; only this caller stops waiting. */
export async function withTimeout<T>(
  deadlineMs: number,
  work: PromiseLike<T>,
  tooLate: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooLate()), deadlineMs);
  });
  try {
    return await Promise.race([work, deadline]);
  } finally {
    clearTimeout(timer);
  }
}
