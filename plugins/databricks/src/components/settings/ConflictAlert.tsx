import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Alert, Button } from '@backstage/ui';
import type { DefinitionForm } from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import styles from './ConflictAlert.module.css';

/** One field that somebody else has changed. */
export type Difference = { field: string; before: string; after: string };

/** Says what somebody else has changed meanwhile, and lets the admin choose. */
export function ConflictAlert<Values>(props: {
  form: DefinitionForm<Values>;
  /** Whether something was to be created. */
  isNew: boolean;
  /** What is stored now; absent when it was removed. */
  current?: { etag: string; updatedBy?: string };
  currentValues?: Values;
  differences: Difference[];
}) {
  const { form, isNew, current, currentValues, differences } = props;
  const { t } = useTranslationRef(databricksTranslationRef);

  if (isNew || !current) {
    return (
      <Alert
        mt="3"
        status="warning"
        icon
        title={t('form.conflictTitle')}
        description={
          isNew ? t('form.conflictTaken') : t('form.conflictRemoved')
        }
      />
    );
  }
  return (
    <Alert
      mt="3"
      status="warning"
      icon
      title={t('form.conflictTitle')}
      description={
        <div className={styles.conflict}>
          <p>
            {current.updatedBy
              ? t('form.conflictBy', { who: current.updatedBy })
              : t('form.conflictBySomebody')}
          </p>
          {differences.length > 0 ? (
            <ul>
              {differences.map(({ field, before, after }) => (
                <li key={field}>
                  {t('form.conflictChange', {
                    field,
                    before: before || t('form.conflictNone'),
                    after: after || t('form.conflictNone'),
                  })}
                </li>
              ))}
            </ul>
          ) : (
            <p>{t('form.conflictNothing')}</p>
          )}
          <div className={styles.actions}>
            <Button
              size="small"
              variant="secondary"
              onPress={() =>
                form.adopt({ etag: current.etag, values: currentValues })
              }
            >
              {t('form.takeTheirs')}
            </Button>
            <Button
              size="small"
              variant="secondary"
              onPress={() => form.adopt({ etag: current.etag })}
            >
              {t('form.keepMine')}
            </Button>
          </div>
        </div>
      }
    />
  );
}
