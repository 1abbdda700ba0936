/**
 * What a parser answers: the value, or what is wrong with the text, as the end of a sentence that begins with
 * the field's name ("must be ..."). A problem never repeats the text.
 *
 * @public
 */
export type Parsed<T> =
  | { value: T; problem?: undefined }
  | { value?: undefined; problem: string };
