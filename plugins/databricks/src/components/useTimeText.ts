import {
  appLanguageApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { DateTime, Duration } from 'luxon';

const units = ['days', 'hours', 'minutes'] as const;

/** Words for instants, in the language of the app. */
export function useTimeText() {
  const locale =
    useApiHolder().get(appLanguageApiRef)?.getLanguage().language ?? 'en';

  return {
    /** "3 hours ago" */
    relative: (iso: string) =>
      DateTime.fromISO(iso).setLocale(locale).toRelative() ?? iso,
    /** "6 days", in the largest unit that is not zero; `undefined` for what is over. */
    remaining: (iso: string) => {
      const left = DateTime.fromISO(iso).diffNow([...units]);
      if (left.toMillis() <= 0) {
        return undefined;
      }
      const unit = units.find(name => left[name] >= 1) ?? 'minutes';
      return Duration.fromObject(
        { [unit]: Math.max(1, Math.round(left.as(unit))) },
        { locale },
      ).toHuman();
    },
    exact: (iso: string) =>
      DateTime.fromISO(iso)
        .setLocale(locale)
        .toLocaleString(DateTime.DATETIME_FULL),
  };
}
