/** The code of the error that work ends with, if it does. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'a token',
    error => error.code ?? String(error),
  );
}
