import {
  TimeText,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Radio, RadioGroup } from '@backstage/ui';
import { useEffect, useRef } from 'react';
import styles from './FormConflict.module.css';
import type { FormThing, Say } from './FormDescription';
import { useFormShown } from './FormShown';
import type { ConflictLine } from './mergeConflict';
import type { Form } from './useForm';

/** What somebody else has stored meanwhile, field by field, and which of both is to be saved. */
export function FormConflict(props: {
  form: Form;
  now: FormThing;
  lines: ConflictLine[];
}) {
  const { form, now, lines } = props;
  const { values, fields, context } = form;
  const { t } = context;
  const { shown } = useFormShown();
  const ref = useRef<HTMLDivElement>(null);
  const who = now.updatedBy ?? '';
  const { [who]: name } = useEntityTitles(who ? [who] : []);

  useEffect(() => ref.current?.focus(), [now]);

  const takeAll = (side: 'mine' | 'theirs') =>
    form.set(Object.fromEntries(lines.map(it => [it.field, it[side]])));
  const textOf = (field: string, value: string) =>
    shown(field, value) || t('formConflict.none');

  return (
    <div className={styles.conflict} ref={ref} tabIndex={-1}>
      <p className={styles.title}>{whoAndWhen(t, now, name)}</p>
      {lines.length === 0 ? (
        <p>{t('formConflict.nothing')}</p>
      ) : (
        <>
          <p>{t('formConflict.help')}</p>
          {lines.map(({ field, mine, theirs, isMine }) => (
            <RadioGroup
              key={field}
              orientation="horizontal"
              label={
                fields.find(it => it.name === field)?.label(t, values) ?? field
              }
              value={values[field] === theirs ? 'theirs' : 'mine'}
              onChange={side =>
                form.set({ [field]: side === 'theirs' ? theirs : mine })
              }
            >
              <Radio value="theirs">
                {t('formConflict.theirs', { value: textOf(field, theirs) })}
              </Radio>
              <Radio value="mine">
                {isMine
                  ? t('formConflict.mine', { value: textOf(field, mine) })
                  : t('formConflict.before', { value: textOf(field, mine) })}
              </Radio>
            </RadioGroup>
          ))}
          <div className={styles.actions}>
            <Button
              size="small"
              variant="secondary"
              onPress={() => takeAll('theirs')}
            >
              {t('formConflict.takeAll')}
            </Button>
            <Button
              size="small"
              variant="secondary"
              onPress={() => takeAll('mine')}
            >
              {t('formConflict.keepAll')}
            </Button>
          </div>
        </>
      )}
    </div>
  );
}

function whoAndWhen(t: Say, now: FormThing, who: string | undefined) {
  return who && now.updatedAt
    ? t('formConflict.by', { who, when: <TimeText at={now.updatedAt} /> })
    : t('formConflict.bySomebody');
}
