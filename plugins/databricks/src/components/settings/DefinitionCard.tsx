import { Badge, CardBody, CardFooter, CardHeader, Text } from '@backstage/ui';
import type { ReactNode } from 'react';
import { GroupCard } from '../GroupCard';
import styles from './DefinitionCard.module.css';

/** One definition: its title, its facts, and what can be done with it. */
export function DefinitionCard(props: {
  titleId: string;
  title: string;
  badge?: string;
  description?: string;
  actions: ReactNode;
  children: ReactNode;
}) {
  const { titleId, title, badge, description, actions, children } = props;
  return (
    <GroupCard titleId={titleId}>
      <CardHeader className={styles.header}>
        <Text as="h4" variant="body-large" weight="bold" id={titleId}>
          {title}
        </Text>
        {badge && <Badge>{badge}</Badge>}
      </CardHeader>
      <CardBody className={styles.body}>
        {description && (
          <Text as="p" color="secondary">
            {description}
          </Text>
        )}
        {children}
      </CardBody>
      <CardFooter>
        <div className={styles.actions}>{actions}</div>
      </CardFooter>
    </GroupCard>
  );
}
