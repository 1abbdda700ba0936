import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricDefinition } from '@backstage-databricks/plugin-databricks-common';
import {
  Card,
  Cell,
  Column,
  Row,
  TableBody,
  TableHeader,
  TableRoot,
  VisuallyHidden,
} from '@backstage/ui';
import type { RefObject } from 'react';
import { databricksTranslationRef } from '../../translation';
import { DotLine } from '../../ui/DotLine';
import { useLinks } from '../../ui/Links';
import { FabricSort, FabricTableRow, SORTED_BY } from './fabricRows';
import { FabricTitle } from './FabricTitle';
import { ManagedFabricMenu } from './ManagedFabricMenu';
import { useServicePrincipalText } from './useServicePrincipalText';
import styles from './FabricTable.module.css';

const COLUMNS = [
  'title',
  'owner',
  'workspace',
  'compute',
  'servicePrincipal',
  'users',
] as const;

/** One page of fabrics. A row leads to the fabric's page. */
export function FabricTable(props: {
  rows: FabricTableRow[];
  sort: FabricSort;
  setSort(sort: FabricSort): void;
  /** The name of what was saved a moment ago. */
  saved?: string;
  tableRef: RefObject<HTMLDivElement>;
  onDelete(fabric: FabricDefinition): void;
}) {
  const { rows, sort, setSort, saved, tableRef, onDelete } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const links = useLinks();
  const textOf = useServicePrincipalText();
  return (
    <Card className={styles.surface} ref={tableRef}>
      <TableRoot
        aria-label={t('fabricTable.label')}
        sortDescriptor={{
          column: sort.column,
          direction: sort.isDescending ? 'descending' : 'ascending',
        }}
        onSortChange={({ column, direction }) =>
          setSort({
            column: SORTED_BY.find(it => it === column) ?? 'servicePrincipal',
            isDescending: direction === 'descending',
          })
        }
      >
        <TableHeader>
          {COLUMNS.map(column => (
            <Column
              key={column}
              id={column}
              className={styles[column]}
              isRowHeader={column === 'title'}
              allowsSorting
            >
              {t(`fabricTable.column.${column}`)}
            </Column>
          ))}
          <Column id="actions" className={styles.actions}>
            <VisuallyHidden>{t('fabricTable.column.actions')}</VisuallyHidden>
          </Column>
        </TableHeader>
        <TableBody items={rows} dependencies={[saved, links]}>
          {(row: FabricTableRow) => (
            <Row
              id={row.id}
              href={links.fabric(row.id)}
              textValue={row.fabric.title}
              className={styles.row}
              data-saved={saved === row.id || undefined}
            >
              <Cell className={styles.title}>
                <FabricTitle row={row} />
              </Cell>
              <Cell className={styles.owner}>{row.owner}</Cell>
              <Cell className={styles.workspace}>{row.workspace}</Cell>
              <Cell className={styles.compute}>{row.compute}</Cell>
              <Cell className={styles.servicePrincipal}>
                <DotLine {...textOf(row.servicePrincipal)} />
              </Cell>
              <Cell className={styles.users}>{row.users}</Cell>
              <Cell className={styles.actions}>
                <ManagedFabricMenu fabric={row.fabric} onDelete={onDelete} />
              </Cell>
            </Row>
          )}
        </TableBody>
      </TableRoot>
    </Card>
  );
}
