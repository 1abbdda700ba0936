import { TextField } from '@backstage/ui';
import { useId, useState } from 'react';
import type { Field } from '../FormDescription';
import { useFormShown } from '../FormShown';
import type { Form } from '../useForm';
import { FieldWarning } from './FieldWarning';
import { fieldProps } from './fieldProps';
import { Picker } from './Picker';
import { useIsUnknown } from './useIsUnknown';
import { useOwnerOptions } from './useOwnerOptions';

type FieldOfForm = { form: Form; field: Field };

/** Whose something is: a group, a person, or everybody. */
export function OwnerField(props: FieldOfForm) {
  return props.form.context.world.isOwnerFixed ? (
    <FixedOwner {...props} />
  ) : (
    <OwnerPicker {...props} />
  );
}

function FixedOwner({ form, field }: FieldOfForm) {
  const { t, values } = form.context;
  const { shown } = useFormShown();
  return (
    <TextField
      label={field.label(t, values)}
      value={shown(field.name, values[field.name])}
      isReadOnly
      description={t('formField.ownerFixed')}
    />
  );
}

function OwnerPicker({ form, field }: FieldOfForm) {
  const { t } = form.context;
  const { validationBehavior, ...fieldOwn } = fieldProps(form, field);
  const { shown } = useFormShown();
  const warningId = useId();
  const [words, setWords] = useState('');
  const { options, isSearching } = useOwnerOptions(words);
  const isUnknown = useIsUnknown(fieldOwn.value);
  return (
    <>
      <Picker
        {...fieldOwn}
        shown={shown(field.name, fieldOwn.value)}
        options={options}
        isSearched
        isLoading={isSearching}
        aria-describedby={warningId}
        onType={text => setWords(text.trim())}
      />
      <FieldWarning
        id={warningId}
        text={isUnknown ? t('formField.ownerUnknown') : undefined}
      />
    </>
  );
}
