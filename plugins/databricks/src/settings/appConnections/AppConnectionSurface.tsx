import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Badge, Button, Text } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { TestResults } from '../../ui/TestResults';
import { useTest } from '../../hooks/useTest';
import { databricksTranslationRef } from '../../translation';
import { DescriptionList } from '../../ui/DescriptionList';
import { DotLine } from '../../ui/DotLine';
import { Surface } from '../../ui/Surface';
import { useIsSaved } from '../SavedContext';
import { useSettingsContext } from '../SettingsContext';
import { useOpenForm } from '../useOpenForm';
import { AppConnectionMenu } from './AppConnectionMenu';
import styles from './AppConnectionSurface.module.css';
import { useAppConnectionFacts } from './useAppConnectionFacts';
import { useAppConnectionState } from './useAppConnectionState';
import { useChangeText } from './useChangeText';
import { useMakeDefault } from './useMakeDefault';
import { WhereToTest } from './WhereToTest';

/** One app connection: how it stands at Databricks, what it serves, and what can be done with it. */
export function AppConnectionSurface(props: { connection: AppConnection }) {
  const { connection } = props;
  const { name, title, source } = connection;
  const { settings, refetch } = useSettingsContext();
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const { openForm } = useOpenForm();
  const { needsSecret, ...state } = useAppConnectionState(connection);
  const makeDefault = useMakeDefault(connection);
  const textOf = useChangeText();
  const [isAsking, setAsking] = useState(false);
  const test = useTest(
    (workspaceUrl: string) => api.testAppConnection(name, workspaceUrl),
    refetch,
  );

  // Nobody signs in where all work runs as a service principal
  const workspaces = new Set(
    settings.fabrics
      .filter(
        it =>
          it.oauthType !== 'm2m' &&
          (it.appConnection ?? (connection.default && name)) === name,
      )
      .map(it => it.workspaceUrl),
  );
  const facts = useAppConnectionFacts(connection, workspaces.size);

  const isSaved = useIsSaved('app-connection', name);
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isSaved) {
      ref.current?.scrollIntoView?.({ block: 'nearest' });
    }
  }, [isSaved]);

  const startTest = () => {
    const [workspaceUrl] = workspaces;
    if (workspaceUrl) {
      test.run(workspaceUrl);
    } else {
      setAsking(true);
    }
  };
  return (
    <div ref={ref} className={styles.place} data-saved={isSaved || undefined}>
      <Surface
        title={title}
        badge={
          connection.default && (
            <Badge size="small">{t('appConnections.default')}</Badge>
          )
        }
        action={
          <div className={styles.actions}>
            {needsSecret && source === 'database' && (
              <Button
                variant="primary"
                aria-label={t('appConnections.newSecretOf', { title })}
                onPress={() => openForm({ subject: 'app-connection', name })}
              >
                {t('appConnections.newSecret')}
              </Button>
            )}
            <Button
              variant="secondary"
              aria-label={t('appConnections.testOf', { title })}
              isPending={test.state.status === 'running'}
              onPress={startTest}
            >
              {t('appConnections.test')}
            </Button>
            <AppConnectionMenu
              connection={connection}
              makeDefault={makeDefault.run}
            />
          </div>
        }
      >
        <DotLine {...state} />
        <div className={styles.found}>
          {makeDefault.state.status === 'failed' && (
            <Text as="p" role="alert" className={styles.failed}>
              {t('appConnections.defaultFailed')}{' '}
              {textOf(makeDefault.state.problem)}
            </Text>
          )}
          <TestResults state={test.state} />
        </div>
        <DescriptionList items={facts} />
      </Surface>
      {isAsking && (
        <WhereToTest
          title={title}
          state={test.state}
          run={test.run}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  );
}
