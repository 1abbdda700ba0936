import { BgProvider, TextField } from '@backstage/ui';
import { RiCheckLine } from '@remixicon/react';
import { useState } from 'react';
import type { FormDescription, FormValues, Pasted } from './FormDescription';
import styles from './PasteField.module.css';
import { useFormShown } from './FormShown';
import type { Form } from './useForm';

/** Reads what is pasted, fills the form with it, and says what it has filled in. */
export function PasteField(props: {
  form: Form;
  paste: NonNullable<FormDescription['paste']>;
}) {
  const { form, paste } = props;
  const { values, context } = form;
  const { t } = context;
  const { shown } = useFormShown();
  const [text, setText] = useState('');
  const [pasted, setPasted] = useState<Pasted>();
  // What the last paste filled in, and what stood there before it
  const [last, setLast] = useState<{ filled: FormValues; before: FormValues }>({
    filled: {},
    before: {},
  });

  const read = (next: string) => {
    if (!next.trim()) {
      setText(next);
      setPasted(undefined);
      return;
    }
    // A second paste leaves nothing of the first one, but what was changed by hand
    const undone = Object.fromEntries(
      Object.entries(last.before).filter(
        ([field]) => values[field] === last.filled[field],
      ),
    );
    const before = { ...values, ...undone };
    const result = paste.read(next, before, t);
    const hasCredential = result.status === 'refused' && result.hasCredential;
    setText(hasCredential ? '' : next);
    setPasted(result);
    if (result.status === 'read') {
      form.set({ ...undone, ...result.values });
      setLast({
        filled: result.values,
        before: Object.fromEntries(
          Object.keys(result.values).map(field => [field, before[field]]),
        ),
      });
    }
  };

  // What has stood there already was not filled in
  const filled = Object.fromEntries(
    Object.entries(last.filled).filter(
      ([field, value]) =>
        values[field] === value &&
        (field !== 'type' || last.before[field] !== value),
    ),
  );
  return (
    <BgProvider bg="neutral-2">
      <div className={styles.paste}>
        <TextField
          label={paste.label(t)}
          description={paste.help(t)}
          value={text}
          onChange={read}
          validationBehavior="aria"
          validate={() =>
            pasted?.status === 'refused' ? pasted.problem : true
          }
        />
        <div role="status">
          {pasted?.status === 'read' && (
            <p className={styles.filled}>
              <RiCheckLine aria-hidden="true" />
              <span>{paste.say(filled, shown, t)}</span>
            </p>
          )}
        </div>
      </div>
    </BgProvider>
  );
}
