import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { databricksReactTranslationRef } from '../translation';
import { useTimeText } from './useTimeText';

/**
 * A relative time with the exact one on hover.
 *
 * @public
 */
export function TimeText(props: { at: string; children?: ReactNode }) {
  const { relative, exact } = useTimeText();
  return (
    <time dateTime={props.at} title={exact(props.at)}>
      {props.children ?? relative(props.at)}
    </time>
  );
}

/**
 * How long something probably lasts: "about 6 days left".
 *
 * @public
 */
export function AboutLeft(props: { until: string }) {
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const { remaining } = useTimeText();
  return (
    <TimeText at={props.until}>
      {t('time.aboutLeft', { duration: remaining(props.until) })}
    </TimeText>
  );
}
