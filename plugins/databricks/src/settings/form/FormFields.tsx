import { RiArrowDownSLine, RiArrowRightSLine } from '@remixicon/react';
import { Button } from '@backstage/ui';
import { useId } from 'react';
import { FormField } from './FormField';
import styles from './FormFields.module.css';
import type { Field } from './FormDescription';
import type { Form } from './useForm';

/** The fields of a form in two columns; those that are seldom needed are folded under one line that names them. */
export function FormFields(props: {
  form: Form;
  isUnfolded: boolean;
  onUnfold(isUnfolded: boolean): void;
}) {
  const { form, isUnfolded, onUnfold } = props;
  const { t, values } = form.context;
  const id = useId();
  const folded = form.fields.filter(it => it.isFolded);
  const names = folded.map(it => it.label(t, values)).map(inSentence);

  return (
    <>
      <Columns form={form} fields={form.fields.filter(it => !it.isFolded)} />
      {folded.length > 0 && (
        <div>
          <Button
            variant="tertiary"
            size="small"
            className={styles.fold}
            aria-expanded={isUnfolded}
            aria-controls={id}
            iconStart={
              isUnfolded ? <RiArrowDownSLine /> : <RiArrowRightSLine />
            }
            onPress={() => onUnfold(!isUnfolded)}
          >
            {names.join(', ')}
          </Button>
          <div id={id} hidden={!isUnfolded}>
            <Columns form={form} fields={folded} />
          </div>
        </div>
      )}
    </>
  );
}

function Columns(props: { form: Form; fields: Field[] }) {
  return (
    <div className={styles.columns}>
      {props.fields.map(field => (
        <div
          key={field.name}
          data-field={field.name}
          className={field.isWide ? styles.wide : undefined}
        >
          <FormField form={props.form} field={field} />
        </div>
      ))}
    </div>
  );
}

/** "Name, description, app connection" */
function inSentence(label: string, index: number): string {
  return index === 0 ? label : label.charAt(0).toLowerCase() + label.slice(1);
}
