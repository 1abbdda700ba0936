/** As long as Databricks lets most names be, and as a row of a page can take. */
const PRINTABLE = /^[^\p{C}]{1,100}$/u;

/**
 * A text that somebody wrote at Databricks, for people to read. One that is longer than 100 characters is left out, and so
 * is one with characters that are not seen: they could make it look like something else.
 */
export function printableText(value: unknown): string | undefined {
  return typeof value === 'string' && PRINTABLE.test(value) ? value : undefined;
}
