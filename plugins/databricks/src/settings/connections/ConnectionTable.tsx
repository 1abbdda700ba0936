import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
import {
  Avatar,
  Card,
  Cell,
  Column,
  Link,
  MenuItem,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  VisuallyHidden,
} from '@backstage/ui';
import { RiCloseCircleLine } from '@remixicon/react';
import type { RefObject } from 'react';
import { databricksTranslationRef } from '../../translation';
import { DotLine } from '../../ui/DotLine';
import { MoreMenu } from '../../ui/MoreMenu';
import { useEntityHref } from '../../ui/useEntityHref';
import type { AdminConnection } from './AdminConnection';
import { useConnectionStatus } from './useConnectionStatus';
import styles from './ConnectionTable.module.css';

const COLUMNS = ['user', 'actsAs', 'workspace', 'status', 'lastUsed'] as const;

/** One page of connections, of which some can be selected. */
export function ConnectionTable(props: {
  connections: AdminConnection[];
  titles: Record<string, string>;
  isStale: boolean;
  /** Their ids. */
  selected: ReadonlySet<string>;
  onSelect(ids: ReadonlySet<string>): void;
  onEnd(connection: AdminConnection): void;
  tableRef: RefObject<HTMLDivElement>;
}) {
  const { connections, titles, isStale, selected, onSelect, tableRef } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <Card className={styles.surface} ref={tableRef}>
      <TableRoot
        aria-label={t('connectionTable.label')}
        stale={isStale}
        selectionMode="multiple"
        selectionBehavior="toggle"
        selectedKeys={selected}
        onSelectionChange={keys =>
          onSelect(
            new Set(
              keys === 'all'
                ? connections.map(({ id }) => id)
                : [...keys].map(String),
            ),
          )
        }
      >
        <TableHeader>
          {COLUMNS.map(column => (
            <Column
              key={column}
              id={column}
              className={styles[column]}
              isRowHeader={column === 'user'}
            >
              {t(`connectionTable.column.${column}`)}
            </Column>
          ))}
          <Column id="actions" className={styles.actions}>
            <VisuallyHidden>
              {t('connectionTable.column.actions')}
            </VisuallyHidden>
          </Column>
        </TableHeader>
        <TableBody items={connections} dependencies={[titles]}>
          {(connection: AdminConnection) => (
            <Row
              id={connection.id}
              className={styles.row}
              textValue={titles[connection.user]}
            >
              <Cell className={styles.user}>
                <UserCell
                  connection={connection}
                  title={titles[connection.user]}
                />
              </Cell>
              <Cell className={styles.actsAs}>
                <ActsAs connection={connection} />
              </Cell>
              <Cell className={styles.workspace}>
                {connection.issuer.title}
              </Cell>
              <Cell className={styles.status}>
                <Status connection={connection} />
              </Cell>
              <Cell className={styles.lastUsed}>
                {connection.lastUsedAt ? (
                  <TimeText at={connection.lastUsedAt} />
                ) : (
                  t('connectionTable.neverUsed')
                )}
              </Cell>
              <Cell className={styles.actions}>
                <MoreMenu title={titles[connection.user]}>
                  <MenuItem
                    color="danger"
                    iconStart={<RiCloseCircleLine />}
                    onAction={() => props.onEnd(connection)}
                  >
                    {t('connectionTable.endThis')}
                  </MenuItem>
                </MoreMenu>
              </Cell>
            </Row>
          )}
        </TableBody>
      </TableRoot>
    </Card>
  );
}

/** Whose it is, and on a phone what other columns say. */
function UserCell(props: { connection: AdminConnection; title: string }) {
  const { connection, title } = props;
  const href = useEntityHref()(connection.user);
  return (
    <span className={styles.person}>
      <Avatar src="" name={title} size="x-small" purpose="decoration" />
      <span className={styles.name}>
        {href ? <Link href={href}>{title}</Link> : title}
        <span className={styles.phone}>
          <ActsAs connection={connection} /> · {connection.issuer.title}
        </span>
      </span>
    </span>
  );
}

function ActsAs(props: { connection: AdminConnection }) {
  const { databricksUser, otherPerson } = props.connection;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <>
      {databricksUser.userName}
      {otherPerson && (
        <span className={styles.other}>{t('connectionTable.otherPerson')}</span>
      )}
    </>
  );
}

function Status(props: { connection: AdminConnection }) {
  return <DotLine {...useConnectionStatus()(props.connection)} />;
}
