import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  Check,
  CheckCode,
  checkSentences,
} from '@backstage-databricks/plugin-databricks-common';
import {
  useCheckText,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';

/** What people read of a line of the check list or of a test: in their language where its code has a text, else as the backend says it. */
export function useCheckLineText(): (check: Check) => string {
  const { t } = useTranslationRef(databricksTranslationRef);
  const dates = useTimeText();
  const textOfTest = useCheckText();
  return check => {
    const { code, count, date, ...named } = check.values ?? {};
    return isCheckCode(code)
      ? t(`checkLine.${code}`, {
          ...named,
          count: Number(count),
          date: date && dates.date(date),
        } as never)
      : textOfTest(check);
  };
}

function isCheckCode(code: string | undefined): code is CheckCode {
  return (
    code !== undefined &&
    [code, `${code}_other`].some(it => Object.hasOwn(checkSentences, it))
  );
}
