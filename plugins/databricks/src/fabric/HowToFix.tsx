import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import {
  CopyButton,
  useProblemText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, DialogTrigger, Link, Popover, Text } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import styles from './HowToFix.module.css';

/** Who must do what about a failed line of a test. */
export function HowToFix(props: { check: Check }) {
  const { message, values = {} } = props.check;
  const { code, right, url, sql } = values;
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const help = () => {
    if (right === undefined) {
      return textOf({ code, message, values });
    }
    return code === 'not_found'
      ? t('fabric.test.fixGone', { right })
      : t('fabric.test.fixRight', { right });
  };
  return (
    <DialogTrigger>
      <Button variant="tertiary" size="small">
        {t('fabric.test.howToFix')}
      </Button>
      <Popover>
        <div className={styles.popover}>
          <Text as="p">{help()}</Text>
          {url && (
            <Link href={url} target="_blank">
              {t('action.open')}
            </Link>
          )}
          {sql && (
            <>
              <code className={styles.sql}>{sql}</code>
              <div>
                <CopyButton name={t('fabric.test.copySql')} text={sql}>
                  {t('fabric.test.copySql')}
                </CopyButton>
              </div>
            </>
          )}
        </div>
      </Popover>
    </DialogTrigger>
  );
}
