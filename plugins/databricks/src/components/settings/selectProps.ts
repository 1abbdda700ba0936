import type { DefinitionForm } from '../../hooks/useDefinitionForm';
import { fieldProps } from './fieldProps';

/** What a select of a form needs. */
export function selectProps<
  Values extends { [Key in keyof Values]: string | boolean },
  Name extends keyof Values & string,
>(form: DefinitionForm<Values>, name: Name, label: string) {
  const { value, onChange, ...field } = fieldProps(form, name, label);
  return {
    ...field,
    value,
    onChange: (key: unknown) => onChange(String(key)),
  };
}
