import { DatePicker } from '@backstage/ui';
import { parseDate } from '@internationalized/date';
import type { Field } from '../FormDescription';
import type { Form } from '../useForm';
import { fieldProps } from './fieldProps';

/** A calendar date, kept as `YYYY-MM-DD`. */
export function DateField(props: { form: Form; field: Field }) {
  const { form, field } = props;
  const { value, onChange, ...fieldOwn } = fieldProps(form, field);
  return (
    <DatePicker
      {...fieldOwn}
      value={value ? parseDate(value) : null}
      onChange={date => onChange(date?.toString() ?? '')}
    />
  );
}
