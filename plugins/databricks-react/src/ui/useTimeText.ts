import {
  appLanguageApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { DateTime, Duration } from 'luxon';

const units = ['days', 'hours', 'minutes'] as const;

/**
 * Words for instants (ISO 8601), in the language of the app.
 *
 * @public
 */
export function useTimeText(): {
  /** "3 hours ago"; "now" within a minute */
  relative(iso: string): string;
  /** "6 days", in the largest unit that is not zero; at least a minute. Undefined where it is over. */
  remaining(iso: string): string | undefined;
  exact(iso: string): string;
  /** "5 December 2026" */
  date(iso: string): string;
  /** "10:20", with the day where it is not today */
  clock(iso: string): string;
} {
  const locale =
    useApiHolder().get(appLanguageApiRef)?.getLanguage().language ?? 'en';
  const read = (iso: string) => DateTime.fromISO(iso).setLocale(locale);

  return {
    relative: iso =>
      Math.abs(read(iso).diffNow('minutes').minutes) < 1
        ? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(
            0,
            'second',
          )
        : read(iso).toRelative() ?? iso,
    remaining: iso => {
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
    exact: iso => read(iso).toLocaleString(DateTime.DATETIME_FULL),
    date: iso => read(iso).toLocaleString(DateTime.DATE_FULL),
    clock: iso =>
      read(iso).toLocaleString(
        read(iso).hasSame(DateTime.now(), 'day')
          ? DateTime.TIME_SIMPLE
          : DateTime.DATETIME_SHORT,
      ),
  };
}
