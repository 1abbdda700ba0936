import { Card } from '@backstage/ui';
import { forwardRef, HTMLAttributes } from 'react';
import styles from './GroupCard.module.css';

/** A card that is a group of its title's name. The library's card is an article, which cannot be a group itself. */
export const GroupCard = forwardRef<
  HTMLDivElement,
  HTMLAttributes<HTMLDivElement> & { titleId: string }
>(({ titleId, children, ...attributes }, ref) => (
  <div
    {...attributes}
    ref={ref}
    className={styles.group}
    role="group"
    aria-labelledby={titleId}
  >
    <Card className={styles.card}>{children}</Card>
  </div>
));
