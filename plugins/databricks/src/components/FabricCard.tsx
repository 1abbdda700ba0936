import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Connection } from '@backstage-databricks/plugin-databricks-common';
import {
  Alert,
  Badge,
  Button,
  CardBody,
  CardFooter,
  CardHeader,
  Text,
} from '@backstage/ui';
import { useId } from 'react';
import type { CardFabric } from '../hooks/useCardFabrics';
import { useFabricTest } from '../hooks/useFabricTest';
import { useKeptFocus } from '../hooks/useKeptFocus';
import { useSignIn } from '../hooks/useSignIn';
import { databricksTranslationRef } from '../translation';
import { ConnectButtons } from './ConnectButtons';
import { ConnectionStatusLine } from './ConnectionStatusLine';
import { DisconnectButton } from './DisconnectButton';
import { fabricAccess, FabricAccess } from './fabricAccess';
import styles from './FabricCard.module.css';
import { FabricEditing } from './FabricEditing';
import { FabricFacts } from './FabricFacts';
import { FabricWarnings } from './FabricWarnings';
import { GroupCard } from './GroupCard';
import { SignInProgress } from './SignInProgress';
import { TestResults } from './TestResults';

/** A fabric at a glance: what is it, can I use it, as whom, until when. */
export function FabricCard(props: {
  fabric: CardFabric;
  /** Titles of fabrics by their names, where they are known. */
  titles?: Record<string, string>;
  /** Says what kind of thing it is, where that is not clear from the page. */
  kindShown?: boolean;
  /** The user's connection, or the fabric, has changed: fetch again. */
  onChanged(): void | Promise<void>;
}) {
  const { fabric, titles, kindShown, onChanged } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  const access = fabricAccess(fabric);
  const connection = connectionOf(access);
  const signIn = useSignIn({
    fabric: fabric.name,
    connected: access.kind === 'connected',
    onSucceeded: onChanged,
  });
  const test = useFabricTest(fabric.name, onChanged);
  const keptFocus = useKeptFocus<HTMLDivElement>(
    `${access.kind} ${signIn.state.status}`,
  );

  return (
    <GroupCard titleId={titleId} {...keptFocus}>
      <CardHeader className={styles.header}>
        {kindShown && (
          <Text variant="body-small" color="secondary">
            {t('fabric.kind')}
          </Text>
        )}
        <div className={styles.title}>
          <Text as="h3" variant="title-x-small" weight="bold" id={titleId}>
            {fabric.title}
          </Text>
          <Badge>{t(`fabric.type.${fabric.type}`)}</Badge>
        </div>
        {fabric.description && (
          <Text as="p" color="secondary">
            {fabric.description}
          </Text>
        )}
      </CardHeader>
      <CardBody className={styles.body}>
        <FabricFacts fabric={fabric} />
        <FabricWarnings fabric={fabric} access={access} />
        {fabric.canEdit && (
          <FabricEditing
            fabric={fabric}
            describedBy={titleId}
            onChanged={onChanged}
          />
        )}
      </CardBody>
      <CardFooter className={styles.footer}>
        <ConnectionStatusLine access={access} />
        <SignInProgress state={signIn.state} />
        <Replaced connection={connection} />
        <TestResults state={test.state} />
        <div className={styles.actions}>
          {access.kind !== 'servicePrincipal' &&
            access.kind !== 'connected' && (
              <ConnectButtons
                signIn={signIn}
                reconnect={access.kind === 'reconnect'}
                isDisabled={access.obstacle !== undefined}
                describedBy={titleId}
              />
            )}
          {canTest(access) && (
            <Button
              variant="secondary"
              aria-describedby={titleId}
              isPending={test.state.status === 'running'}
              onPress={test.run}
            >
              {t('test.test')}
            </Button>
          )}
          {connection && (
            <DisconnectButton
              connection={connection}
              titles={titles}
              describedBy={titleId}
              onDisconnected={() => {
                signIn.cancel();
                onChanged();
              }}
            />
          )}
        </div>
      </CardFooter>
    </GroupCard>
  );
}

function connectionOf(access: FabricAccess) {
  return access.kind === 'connected' || access.kind === 'reconnect'
    ? access.connection
    : undefined;
}

function canTest(access: FabricAccess): boolean {
  return (
    access.kind === 'connected' ||
    (access.kind === 'reconnect' &&
      access.connection.status === 'expires_soon') ||
    (access.kind === 'servicePrincipal' && access.status !== 'missing')
  );
}

function Replaced(props: { connection?: Connection }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const before = props.connection?.replacedUserName;
  return before ? (
    <Alert
      mt="3"
      role="status"
      status="info"
      icon
      description={t('status.replaced', { before })}
    />
  ) : null;
}
