import type { Field } from '../FormDescription';
import { useFormShown } from '../FormShown';
import type { Form } from '../useForm';
import { computeId } from './computeId';
import { fieldProps } from './fieldProps';
import { Picker, PickerOption } from './Picker';

type OfCompute = Extract<Field, { kind: 'compute' }>;

/** A warehouse or cluster by its name, where the user's own sign-in can see those of the workspace; else by its ID. */
export function ComputeField(props: { form: Form; field: OfCompute }) {
  const { form, field } = props;
  const { t, values } = form.context;
  const { validationBehavior, ...fieldOwn } = fieldProps(form, field);
  const { shown, compute } = useFormShown();
  const hasClusters = field.hasClusters(values);

  const options: PickerOption[] =
    compute?.status === 'known'
      ? compute.items
          .filter(({ kind }) => kind === 'warehouse' || hasClusters)
          .map(({ id, kind, name, size }) => ({
            id: kind === 'cluster' ? `cluster:${id}` : id,
            label: name,
            description: hasClusters ? t(`formField.${kind}`) : size,
            also: id,
          }))
      : [];
  return (
    <Picker
      {...fieldOwn}
      // A cluster whose ID was entered is the one of the list
      value={
        options.find(it => it.also === computeId(fieldOwn.value))?.id ??
        fieldOwn.value
      }
      shown={shown(field.name, fieldOwn.value)}
      options={options}
      isLoading={compute?.status === 'asking'}
      description={
        compute?.status === 'unavailable'
          ? t('formField.computeConnect', {
              workspace: shown(field.workspace, values[field.workspace]),
            })
          : undefined
      }
    />
  );
}
