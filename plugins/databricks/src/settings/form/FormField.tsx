import { PasswordField, TextField } from '@backstage/ui';
import { useId } from 'react';
import { ChoiceField } from './fields/ChoiceField';
import { ComputeField } from './fields/ComputeField';
import { DateField } from './fields/DateField';
import { fieldProps } from './fields/fieldProps';
import { FieldWarning } from './fields/FieldWarning';
import { OwnerField } from './fields/OwnerField';
import { WorkspaceField } from './fields/WorkspaceField';
import type { Field } from './FormDescription';
import { useFormShown } from './FormShown';
import type { Form } from './useForm';

type Props = { form: Form; field: Field };

/** One field of a form, by its kind. */
export function FormField({ form, field }: Props) {
  if (form.isReadOnly) {
    return <ReadOnlyField form={form} field={field} />;
  }
  switch (field.kind) {
    case 'text':
      return <PlainField form={form} field={field} />;
    case 'name':
      return <NameField form={form} field={field} />;
    case 'password':
      return (
        <PasswordField
          {...fieldProps(form, field)}
          size="small"
          autoComplete="new-password"
        />
      );
    case 'owner':
      return <OwnerField form={form} field={field} />;
    case 'workspace':
      return <WorkspaceField form={form} field={field} />;
    case 'compute':
      return <ComputeField form={form} field={field} />;
    case 'date':
      return <DateField form={form} field={field} />;
    case 'choice':
    case 'radio':
    case 'flag':
    case 'appConnection':
      return <ChoiceField form={form} field={field} />;
    default:
      return field satisfies never;
  }
}

function PlainField({ form, field }: Props) {
  const warningId = useId();
  return (
    <>
      <TextField
        {...fieldProps(form, field)}
        placeholder={field.placeholder?.(form.context.t)}
        aria-describedby={warningId}
      />
      <FieldWarning id={warningId} text={field.warning?.(form.context)} />
    </>
  );
}

/** While it is not entered, it is made from something else. Later it cannot be changed. */
function NameField({ form, field }: Props) {
  const { thing, name, context } = form;
  const { t } = context;
  const { secondaryLabel, ...fieldOwn } = fieldProps(form, field);
  return thing ? (
    <TextField
      label={fieldOwn.label}
      value={thing.name}
      isReadOnly
      description={t('formField.nameFixed')}
    />
  ) : (
    <TextField
      {...fieldOwn}
      placeholder={name}
      description={t('formField.nameHelp')}
    />
  );
}

function ReadOnlyField({ form, field }: Props) {
  const { context, values, thing } = form;
  const { shown } = useFormShown();
  const value = field.kind === 'name' ? thing?.name ?? '' : values[field.name];
  return field.kind === 'password' ? null : (
    <TextField
      label={field.label(context.t, values)}
      value={shown(field.name, value)}
      isReadOnly
    />
  );
}
