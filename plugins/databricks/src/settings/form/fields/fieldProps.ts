import type { Field } from '../FormDescription';
import type { Form } from '../useForm';
import styles from './Fields.module.css';

/** What each field of a form needs: its words, its value, and its problem beside it. */
export function fieldProps(form: Form, field: Field) {
  const { context, values, problems, description, thing, name } = form;
  const { t } = context;
  const isRequired = form.isRequired(field.name);
  const isNamed = !thing && field.name === description.nameFrom && name !== '';
  const unnamed = isRequired
    ? t('formDialog.required')
    : t('formDialog.optional');
  return {
    name: field.name,
    label: field.label(t, values),
    isRequired,
    secondaryLabel: isNamed ? t('formField.nameWillBe', { name }) : unnamed,
    // That it is required is read out, and not worth a word where most are
    className: isRequired && !isNamed ? styles.required : undefined,
    description: field.help?.(t),
    value: values[field.name],
    onChange: (value: string) => form.set({ [field.name]: value }),
    onBlur: () => form.leave(field.name),
    validationBehavior: 'aria' as const,
    validate: () => problems[field.name] ?? (true as const),
  };
}
