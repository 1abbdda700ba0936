/**
 * The first sentence of a text, and the rest of it.
 *
 * @public
 */
export function splitSentences(text: string): [first: string, rest: string] {
  const end = /[.!?](?=\s)/.exec(text);
  return end
    ? [text.slice(0, end.index + 1), text.slice(end.index + 1).trim()]
    : [text, ''];
}
