import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, Card, Skeleton, VisuallyHidden } from '@backstage/ui';
import {
  RiDatabase2Line,
  RiLoader4Line,
  RiPlug2Line,
  RiWifiOffLine,
} from '@remixicon/react';
import { ReactNode, useMemo } from 'react';
import { DatabricksConnectDialog } from '../connect/DatabricksConnectDialog';
import { databricksReactTranslationRef } from '../translation';
import { CopyButton } from '../ui/CopyButton';
import { useEntityTitles } from '../ui/useEntityTitles';
import { useDatabricksConnection } from '../useDatabricksConnection';
import { RequireContext } from './RequireContext';
import { RequireCard, RequireLine } from './RequireViews';
import styles from './RequireViews.module.css';

/** All of the texts and a button fit. */
const MIN_HEIGHT_PX = 248;

/**
 * Draws its content where the user is connected, and else asks them to connect, in the same place. The content stands in
 * a `div` of its own, which gets the focus when the button that was pressed is gone.
 *
 * @public
 */
export function RequireDatabricksConnection(props: {
  /** Name of the fabric. */
  fabric: string;
  /** Ends the sentence "Connect to Databricks ...": "to see the query history". */
  purpose: string;
  /** In pixels; by default 248. */
  minHeight?: number;
  /** `inline`: a line above content that also works without a connection. */
  variant?: 'block' | 'inline';
  children: ReactNode;
}) {
  const { fabric, purpose, children } = props;
  const { minHeight = MIN_HEIGHT_PX, variant = 'block' } = props;
  const { state, connect, show, refresh } = useDatabricksConnection({ fabric });
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const admins = state.status === 'unavailable' ? state.admins : [];
  const names = Object.values(useEntityTitles(admins)).join(', ');
  const context = useMemo(
    () => ({ onReconnectRequired: () => void refresh() }),
    [refresh],
  );
  const isInline = variant === 'inline';
  const issuer = 'issuer' in state ? state.issuer : undefined;
  const title = issuer?.title ?? '';

  const draw = (): ReactNode => {
    switch (state.status) {
      case 'connected':
        return null;
      case 'loading':
        return isInline ? null : (
          <Card style={{ minHeight }} className={styles.card}>
            <VisuallyHidden role="status">
              {t('require.loading')}
            </VisuallyHidden>
            <Skeleton width={36} height={36} />
            <Skeleton width="50%" height={14} />
            <Skeleton width="60%" height={14} />
            <Skeleton width={80} height={32} />
          </Card>
        );
      case 'not_connected':
      case 'reconnect_required': {
        const isNew = state.status === 'not_connected';
        const button = (
          <Button variant="primary" onPress={connect}>
            {isNew ? t('require.connectButton') : t('require.reconnectButton')}
          </Button>
        );
        return isInline ? (
          <RequireLine
            tone={isNew ? 'hollow' : 'negative'}
            text={
              isNew
                ? t('require.inlineConnect', { title, purpose })
                : t('require.inlineReconnect', { title, purpose })
            }
            button={button}
          />
        ) : (
          <RequireCard
            minHeight={minHeight}
            icon={<RiDatabase2Line />}
            bold={
              isNew
                ? t('require.connectTitle', { purpose })
                : t('require.endedTitle')
            }
            grey={
              isNew
                ? t('require.connect', { title })
                : t('require.ended', { title, purpose })
            }
            button={button}
          />
        );
      }
      case 'waiting': {
        const button = (
          <Button variant="secondary" onPress={show}>
            {t('dialog.showWindow')}
          </Button>
        );
        return isInline ? (
          <RequireLine
            tone="turning"
            text={t('require.waitingTitle')}
            button={button}
          />
        ) : (
          <RequireCard
            minHeight={minHeight}
            icon={<RiLoader4Line className={styles.turning} />}
            bold={t('require.waitingTitle')}
            grey={t('require.waiting')}
            button={button}
          />
        );
      }
      case 'unavailable':
        return isInline ? null : (
          <RequireCard
            minHeight={minHeight}
            icon={<RiPlug2Line />}
            bold={t('require.unavailableTitle')}
            grey={
              names
                ? t('require.unavailable', { admins: names })
                : t('require.unavailableNobody')
            }
            button={
              <CopyButton
                name={t('copy.message')}
                text={t('require.message', {
                  fabric,
                  purpose,
                  page: window.location.href,
                })}
              >
                {t('copy.message')}
              </CopyButton>
            }
          />
        );
      case 'unreachable':
        return isInline ? null : (
          <RequireCard
            minHeight={minHeight}
            icon={<RiWifiOffLine />}
            bold={t('require.unreachableTitle')}
            grey={t('require.unreachable')}
            button={
              <Button variant="secondary" onPress={() => refresh()}>
                {t('dialog.tryAgain')}
              </Button>
            }
          />
        );
      default:
        return state satisfies never;
    }
  };

  return (
    <RequireContext.Provider value={context}>
      {draw()}
      {(isInline || state.status === 'connected') && (
        // The button that was pressed is gone by then
        <div
          className={styles.content}
          tabIndex={-1}
          data-databricks-focus={issuer?.id}
        >
          {children}
        </div>
      )}
      <DatabricksConnectDialog />
    </RequireContext.Provider>
  );
}
