import { Checkbox, Radio, RadioGroup, Select } from '@backstage/ui';
import type { Choice, Field } from '../FormDescription';
import type { Form } from '../useForm';

/** One of a few, or yes and no. */
export function ChoiceField(props: { form: Form; field: Field }) {
  const { form, field } = props;
  const { context, values, problems } = form;
  const { t, world } = context;
  const { name } = field;
  const value = values[name];
  const label = field.label(t, values);
  const onChange = (next: unknown) => form.set({ [name]: String(next) });
  const validate = () => problems[name] ?? (true as const);

  const select = (choices: Choice[]) => (
    <Select
      name={name}
      label={label}
      validationBehavior="aria"
      validate={validate}
      options={choices}
      value={value}
      onChange={onChange}
      onBlur={() => form.leave(name)}
    />
  );
  switch (field.kind) {
    case 'flag':
      return (
        <Checkbox
          isSelected={value !== ''}
          onChange={isSelected => form.set({ [name]: isSelected ? 'yes' : '' })}
        >
          {label}
        </Checkbox>
      );
    case 'radio': {
      const choices = field.choices(context);
      const possible = choices.filter(it => !it.isDisabled);
      const chosen = possible.find(({ id }) => id === value) ?? possible[0];
      return (
        <RadioGroup label={label} value={chosen?.id} onChange={onChange}>
          {choices.map(it => (
            <Radio key={it.id} value={it.id} isDisabled={it.isDisabled}>
              {it.label}
            </Radio>
          ))}
        </RadioGroup>
      );
    }
    case 'choice':
      return select(field.choices(context));
    case 'appConnection': {
      const known = world.appConnections.map(it => ({
        id: it.name,
        label: it.title,
      }));
      const isKnown = !value || known.some(({ id }) => id === value);
      return select([
        { id: '', label: t('formField.defaultAppConnection') },
        ...known,
        ...(isKnown ? [] : [{ id: value, label: value }]),
      ]);
    }
    default:
      return null;
  }
}
