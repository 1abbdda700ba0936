import {
  Check,
  CheckCode,
  checkSentences,
} from '@backstage-databricks/plugin-databricks-common';

type Sentences = typeof checkSentences;

type SentencesOf<Code extends CheckCode> = Sentences[Extract<
  keyof Sentences,
  Code | `${Code}_${'one' | 'other'}`
>];

type NamesIn<Sentence extends string> =
  Sentence extends `${string}{{${infer Name}}}${infer Rest}`
    ? Name | NamesIn<Rest>
    : never;

/** What a sentence of the check list names. */
export type ValuesOf<Code extends CheckCode> = {
  [Name in NamesIn<SentencesOf<Code>>]: string;
};

const DATE = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'long',
  timeZone: 'UTC',
});

/** More titles than these say no more than their number. */
const NAMED = 3;

/** Makes a line of the check list: the code and what the sentence names for pages, the sentence for all others. */
export function checkLine<Code extends CheckCode>(
  id: string,
  state: Check['state'],
  code: Code,
  values: ValuesOf<Code>,
  more: Pick<Check, 'at' | 'fix' | 'ms'> = {},
): Check {
  const named: Record<string, string> = values;
  return {
    id,
    state,
    message: sentenceOf(code, named),
    values: { code, ...named },
    ...more,
  };
}

/** A few titles, within a sentence. */
export function fewOf(titles: string[]): string {
  const named =
    titles.length > NAMED
      ? [...titles.slice(0, NAMED), `${titles.length - NAMED} more`]
      : titles;
  return [named.slice(0, -1).join(', '), ...named.slice(-1)]
    .filter(Boolean)
    .join(' and ');
}

/** When something was found out. */
export function atTime(epochMs: number): { at: string } {
  return { at: new Date(epochMs).toISOString() };
}

function sentenceOf(code: CheckCode, values: Record<string, string>): string {
  const sentences: Record<string, string> = checkSentences;
  const sentence =
    sentences[code] ??
    sentences[`${code}_${values.count === '1' ? 'one' : 'other'}`];
  return sentence.replace(/\{\{(\w+)\}\}/g, (_, name) =>
    name === 'date' ? DATE.format(new Date(values.date)) : values[name],
  );
}
