import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { Card, Link } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { useTabHref } from '../useTabHref';
import styles from './Counts.module.css';

const TO_RENEW = 'expires_soon,reconnect_required,unreadable';

/** Five numbers, each a link to what it counts. */
export function Counts(props: { settings: Settings }) {
  const { appConnections, fabrics, counts } = props.settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const hrefOf = useTabHref();
  if (!counts) {
    return null;
  }
  const { connections, connectionsToRenew: toRenew } = counts;
  const { servicePrincipals: all, servicePrincipalsWorking: working } = counts;
  const items = [
    {
      id: 'appConnections',
      number: t('overview.number', { value: appConnections.length }),
      label: t('overview.appConnections', { count: appConnections.length }),
      href: hrefOf('app-connections'),
    },
    {
      id: 'workspaces',
      number: t('overview.number', { value: counts.workspaces }),
      label: t('overview.workspaces', { count: counts.workspaces }),
      href: hrefOf('fabrics', { sort: 'workspace' }),
    },
    {
      id: 'fabrics',
      number: t('overview.number', { value: fabrics.length }),
      label: t('overview.fabrics', { count: fabrics.length }),
      href: hrefOf('fabrics'),
    },
    {
      id: 'connections',
      number: t('overview.number', { value: connections }),
      label: toRenew
        ? t('overview.connectionsToRenew', { count: connections, toRenew })
        : t('overview.connections', { count: connections }),
      href: hrefOf('connections', toRenew ? { status: TO_RENEW } : {}),
    },
    {
      id: 'servicePrincipals',
      number: t('overview.working', { working, all }),
      label: t('overview.servicePrincipals', { count: all }),
      href: hrefOf(
        'fabrics',
        working < all
          ? { servicePrincipal: 'rejected,expires,missing,unchecked' }
          : {},
      ),
    },
  ];
  return (
    <Card className={styles.surface}>
      <ul className={styles.counts} aria-label={t('overview.countsLabel')}>
        {items.map(({ id, number, label, href }) => (
          <li key={id}>
            <Link href={href} standalone className={styles.link}>
              <span className={styles.number}>{number}</span>{' '}
              <span className={styles.label}>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
