/** Waits for work at most so long. The work goes on; only this caller stops waiting. */
export function withTimeout<T>(
  deadlineMs: number,
  work: PromiseLike<T>,
  tooLate: () => Error,
): Promise<T> {
  return new Promise((resolve, reject) => {
    // After a pause of the whole process, an answer that has come meanwhile is read before the timer's refusal counts
    const timer = setTimeout(
      () => setImmediate(() => reject(tooLate())),
      deadlineMs,
    );
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
