import type { ReactNode } from 'react';
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
