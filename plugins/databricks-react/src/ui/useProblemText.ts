import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { codeMessages } from '../codeMessages';
import { refusalMessages } from '../refusalMessages';
import { databricksReactTranslationRef } from '../translation';

/**
 * What has a code, the backend's sentence, and the values that it names.
 *
 * @public
 */
export type SaidProblem = {
  code?: string;
  message: string;
  values?: Record<string, string>;
};

/** Whether all is there that a sentence names. */
export function isSayable(
  sentence: string | undefined,
  values: Record<string, string> = {},
): boolean {
  return (
    sentence !== undefined &&
    [...sentence.matchAll(/\{\{(\w+)\}\}/g)].every(
      ([, name]) => values[name] !== undefined,
    )
  );
}

/** What may be said of a problem, by its key, the more telling first. */
function sentencesOf({ code = '', values }: SaidProblem): [string, string?][] {
  const reason = values?.reason ?? '';
  const own = (messages: Record<string, string>, key: string) =>
    Object.hasOwn(messages, key) ? messages[key] : undefined;
  return [
    [`refusal.${reason}`, own(refusalMessages, reason)],
    [`code.${code}`, own(codeMessages, code)],
  ];
}

/**
 * Says a problem of the backend in the language of the portal, by its code and values; its own sentence where this
 * package has none.
 *
 * @public
 */
export function useProblemText(): (problem: SaidProblem) => string {
  const { t } = useTranslationRef(databricksReactTranslationRef);
  return problem => {
    const [key] =
      sentencesOf(problem).find(([, sentence]) =>
        isSayable(sentence, problem.values),
      ) ?? [];
    return key === undefined
      ? problem.message
      : // The values that a sentence needs are there, which the search made sure of
        (t as (key: string, values?: object) => string)(key, problem.values);
  };
}
