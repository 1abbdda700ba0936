import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';

/** As many titles as one reads in a line. */
const SHOWN = 3;

/** "Reports, Forecast, Campaigns and 4 more" */
export function useTitleList(): (titles: string[]) => string {
  const { t } = useTranslationRef(databricksTranslationRef);
  return titles =>
    titles.length > SHOWN
      ? t('settings.titlesAndMore', {
          titles: titles.slice(0, SHOWN).join(', '),
          n: String(titles.length - SHOWN),
        })
      : titles.join(', ');
}
