import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import { checkMessages } from '../checkMessages';
import { databricksReactTranslationRef } from '../translation';
import { isSayable, useProblemText } from './useProblemText';

/**
 * Says a line of a test in the language of the portal, by its id and values; the backend's own sentence where this
 * package has none.
 *
 * @public
 */
export function useCheckText(): (check: Check) => string {
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const textOf = useProblemText();
  const say = t as (key: string, values?: object) => string;
  return ({ id, message, values = {} }) => {
    const { code = '', kind = '', live = '' } = values;
    const { [id]: messages = {} } = checkMessages as Record<
      string,
      Record<string, string>
    >;
    const sentence = Object.hasOwn(messages, code) ? messages[code] : undefined;
    const named = {
      ...values,
      ...(Object.hasOwn(checkMessages.what, kind) && {
        what: say(`check.what.${kind}`),
      }),
      ...(Object.hasOwn(checkMessages.live, live) && {
        live: say(`check.live.${live}`),
      }),
    };
    return isSayable(sentence, named)
      ? say(`check.${id}.${code}`, named)
      : textOf({ code, message, values });
  };
}
