/** Waits for work at most so long. The work goes on; only this caller stops waiting. */
export function withTimeout<T>(
  deadlineMs: number,
  work: PromiseLike<T>,
  tooLate: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(tooLate()), deadlineMs);
    work.then(
      value => {
        clearTimeout(timer);
        resolve(value);
      },
      error => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
