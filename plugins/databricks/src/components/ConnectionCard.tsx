import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import { CardBody, CardFooter, CardHeader, Text } from '@backstage/ui';
import { useId } from 'react';
import { databricksTranslationRef } from '../translation';
import styles from './ConnectionCard.module.css';
import { connectionTones } from './connectionTones';
import { ConnectionFacts } from './ConnectionFacts';
import { DisconnectButton } from './DisconnectButton';
import { GroupCard } from './GroupCard';
import { hostOf } from './hostOf';
import { StatusLine } from './StatusLine';

/** One of the user's connections. */
export function ConnectionCard(props: {
  connection: Connection;
  onDisconnected(): void;
}) {
  const { connection, onDisconnected } = props;
  const { status, reason } = connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  return (
    <GroupCard titleId={titleId}>
      <CardHeader>
        <Text as="h3" variant="body-large" weight="bold" id={titleId}>
          {hostOf(connection.issuer.url)}
        </Text>
      </CardHeader>
      <CardBody className={styles.body}>
        <StatusLine
          tone={connectionTones[status]}
          title={t(`connections.state.${status}`)}
        >
          {status !== 'connected' && (
            <p>{reason?.message ?? t('connections.reconnectHelp')}</p>
          )}
        </StatusLine>
        <ConnectionFacts connection={connection} />
      </CardBody>
      <CardFooter>
        <DisconnectButton
          connection={connection}
          describedBy={titleId}
          onDisconnected={onDisconnected}
        />
      </CardFooter>
    </GroupCard>
  );
}
