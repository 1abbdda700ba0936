import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button } from '@backstage/ui';
import { RiArrowLeftSLine, RiArrowRightSLine } from '@remixicon/react';
import { databricksTranslationRef } from '../../translation';
import styles from './CursorPager.module.css';

/** Leads through pages that are not numbered. */
export function CursorPager(props: {
  /** Undefined where there is none. */
  onPrevious?(): void;
  onNext?(): void;
}) {
  const { onPrevious, onNext } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return !onPrevious && !onNext ? null : (
    <nav className={styles.pager} aria-label={t('connectionTable.pages')}>
      <Button
        variant="secondary"
        size="small"
        iconStart={<RiArrowLeftSLine />}
        isDisabled={!onPrevious}
        onPress={onPrevious}
      >
        {t('connectionTable.previous')}
      </Button>
      <Button
        variant="secondary"
        size="small"
        iconEnd={<RiArrowRightSLine />}
        isDisabled={!onNext}
        onPress={onNext}
      >
        {t('connectionTable.next')}
      </Button>
    </nav>
  );
}
