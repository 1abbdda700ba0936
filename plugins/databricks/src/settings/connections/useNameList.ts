import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../../translation';

/** More are only counted. */
const MOST_NAMED = 3;

/** "Ada Lovelace, Bob Okafor and Carol Diaz", "Ada Lovelace, Bob Okafor, Carol Diaz and 5 more": each once. */
export function useNameList(): (names: string[]) => string {
  const { t } = useTranslationRef(databricksTranslationRef);
  return all => {
    const names = [...new Set(all)];
    const more = names.length - MOST_NAMED;
    if (more > 0) {
      return t('connectionTable.andMore', {
        names: names.slice(0, MOST_NAMED).join(', '),
        n: String(more),
      });
    }
    const last = names.at(-1) ?? '';
    return names.length < 2
      ? last
      : t('connectionTable.and', {
          names: names.slice(0, -1).join(', '),
          last,
        });
  };
}
