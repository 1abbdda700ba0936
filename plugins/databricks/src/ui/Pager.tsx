import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { TablePagination } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { PAGE_SIZES } from './useListAddress';
import styles from './Pager.module.css';

/** Leads through the pages of a list, where there are several. */
export function Pager(props: {
  size: number;
  offset: number;
  count: number;
  total: number;
  onPrevious(): void;
  onNext(): void;
  onSizeChange(size: number): void;
}) {
  const { size, offset, count, total } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return total <= PAGE_SIZES[0] ? null : (
    <div className={styles.pager}>
      <TablePagination
        pageSize={size}
        pageSizeOptions={PAGE_SIZES.map(value => ({
          value,
          label: t('pager.size', { size: String(value) }),
        }))}
        offset={offset}
        totalCount={total}
        hasPreviousPage={offset > 0}
        hasNextPage={offset + count < total}
        onPreviousPage={props.onPrevious}
        onNextPage={props.onNext}
        onPageSizeChange={props.onSizeChange}
        getLabel={() =>
          t('pager.label', {
            from: String(offset + 1),
            to: String(offset + count),
            total: String(total),
          })
        }
      />
    </div>
  );
}
