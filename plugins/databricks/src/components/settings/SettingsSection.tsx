import { Text } from '@backstage/ui';
import { ReactNode, useEffect, useId } from 'react';
import { useKeptFocus } from '../../hooks/useKeptFocus';
import styles from './SettingsSection.module.css';

/** A section of the settings page that a link can point to. */
export function SettingsSection(props: {
  /** The fragment of the address that points here. */
  anchor: string;
  title: string;
  intro?: string;
  action?: ReactNode;
  /** The focus stays in the section when this changes. */
  changesWith?: string;
  children: ReactNode;
}) {
  const { anchor, title, intro, action, changesWith, children } = props;
  const titleId = useId();
  const keptFocus = useKeptFocus<HTMLElement>(changesWith);
  const { ref } = keptFocus;

  useEffect(() => {
    // The section was not there yet when the browser looked for it.
    if (window.location.hash === `#${anchor}`) {
      ref.current?.scrollIntoView?.();
    }
  }, [anchor, ref]);

  return (
    <section
      id={anchor}
      className={styles.section}
      aria-labelledby={titleId}
      {...keptFocus}
    >
      <div className={styles.header}>
        <Text as="h3" variant="title-x-small" weight="bold" id={titleId}>
          {title}
        </Text>
        {action}
      </div>
      {intro && (
        <Text as="p" color="secondary">
          {intro}
        </Text>
      )}
      {children}
    </section>
  );
}
