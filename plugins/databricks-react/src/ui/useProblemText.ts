import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { codeMessages } from '../codeMessages';
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

type Code = keyof typeof codeMessages;

/** Whether the sentence of a code can be said: it is known, and so is all that it names. */
function isSayable(
  code: string | undefined,
  values: SaidProblem['values'] = {},
): code is Code {
  return (
    code !== undefined &&
    Object.hasOwn(codeMessages, code) &&
    [...codeMessages[code as Code].matchAll(/\{\{(\w+)\}\}/g)].every(
      ([, name]) => values[name] !== undefined,
    )
  );
}

/**
 * Says a problem of the backend in the language of the portal, by its code and values; its own sentence where this
 * package has none.
 *
 * @public
 */
export function useProblemText(): (problem: SaidProblem) => string {
  const { t } = useTranslationRef(databricksReactTranslationRef);
  return ({ code, message, values }) =>
    isSayable(code, values)
      ? // The values that a sentence needs are there: the check above says so
        (t as (key: string, values?: object) => string)(`code.${code}`, values)
      : message;
}
