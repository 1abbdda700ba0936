import { hostOf } from '@backstage-databricks/plugin-databricks-react';
import { useId } from 'react';
import type { Field } from '../FormDescription';
import { useFormShown } from '../FormShown';
import type { Form } from '../useForm';
import { FieldWarning } from './FieldWarning';
import { fieldProps } from './fieldProps';
import { Picker } from './Picker';

/** A workspace that is known, by its title, or the address of another one. */
export function WorkspaceField(props: { form: Form; field: Field }) {
  const { form, field } = props;
  const { world } = form.context;
  const { validationBehavior, ...fieldOwn } = fieldProps(form, field);
  const { shown } = useFormShown();
  const warningId = useId();
  return (
    <>
      <Picker
        {...fieldOwn}
        shown={shown(field.name, fieldOwn.value)}
        placeholder="https://"
        aria-describedby={warningId}
        options={world.workspaces.map(({ url, title }) => ({
          id: url,
          label: title,
          description: title === hostOf(url) ? undefined : hostOf(url),
          also: url,
        }))}
      />
      <FieldWarning id={warningId} text={field.warning?.(form.context)} />
    </>
  );
}
