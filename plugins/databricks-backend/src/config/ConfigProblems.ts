import { InputError } from '@backstage/errors';

/** Enough to see what is wrong, few enough to be read. */
const MAX_REPORTED = 20;

/** Collects what is wrong with the configuration, to report it at once. */
export class ConfigProblems {
  readonly #lines: string[] = [];

  get any(): boolean {
    return this.#lines.length > 0;
  }

  /** @param problem - the end of a sentence that begins with the path; it repeats no secret */
  add(path: string, problem: string): void {
    this.#lines.push(`${path} ${problem}`);
  }

  addLines(lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  toError(): InputError {
    const more = this.#lines.length - MAX_REPORTED;
    return new InputError(
      [
        'The configuration of the Databricks plugin is not valid:',
        ...this.#lines.slice(0, MAX_REPORTED),
        ...(more > 0 ? [`and ${more} more`] : []),
      ].join('\n'),
    );
  }
}
