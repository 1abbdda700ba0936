import { Combobox } from '@backstage/ui';
import { KeyboardEvent, useRef, useState } from 'react';

/** Something to choose; `also` is what one may enter for it besides its label. */
export type PickerOption = {
  id: string;
  label: string;
  description?: string;
  also?: string;
};

type PickerProps = {
  name: string;
  label: string;
  secondaryLabel?: string;
  description?: string;
  className?: string;
  isRequired?: boolean;
  placeholder?: string;
  'aria-describedby'?: string;
  validate(): true | string;
  value: string;
  /** What stands there for the value. */
  shown: string;
  options: PickerOption[];
  /** Whether the options are those for what was typed already. */
  isSearched?: boolean;
  isLoading?: boolean;
  onChange(value: string): void;
  onBlur(): void;
  /** What was typed since it got the focus. */
  onType?(text: string): void;
};

/** Chooses something by its name, or takes what is entered as it stands. */
export function Picker(props: PickerProps) {
  const { value, shown, options, isSearched, onChange, onBlur, onType } = props;
  const { validate, name, label, secondaryLabel, description } = props;
  const [typed, setTyped] = useState<string>();
  // Its name may come to be known later: another text in the field would open the list again
  const [chosen, setChosen] = useState<{ id: string; label: string }>();
  const text = chosen?.id === value ? chosen.label : shown;
  // A field that gets the focus for its problem is looked at first
  const [isPressed, setPressed] = useState(false);
  const isOpen = useRef(false);
  const wasOpen = useRef(false);
  const words = (typed ?? '').trim().toLowerCase();

  const type = (next: string) => {
    // What was chosen is written there too
    if (next === text) {
      setTyped(undefined);
      return;
    }
    const entered = next.trim();
    const option = options.find(
      it =>
        it.also === entered || it.label.toLowerCase() === entered.toLowerCase(),
    );
    setTyped(next);
    onType?.(next);
    onChange(option?.id ?? entered);
  };

  return (
    <div
      role="presentation"
      onPointerDownCapture={() => setPressed(true)}
      // Escape closes what is on top: the list, and not the form below it
      onKeyDownCapture={() => {
        wasOpen.current = isOpen.current;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Escape' && wasOpen.current) {
          event.stopPropagation();
        }
      }}
    >
      <Combobox
        name={name}
        label={label}
        secondaryLabel={secondaryLabel}
        description={description}
        className={props.className}
        isRequired={props.isRequired}
        placeholder={props.placeholder}
        aria-describedby={props['aria-describedby']}
        loading={props.isLoading ? { state: 'loading' } : undefined}
        validationBehavior="aria"
        validate={validate}
        allowsCustomValue
        menuTrigger={isPressed ? 'focus' : 'input'}
        options={options
          .filter(
            it =>
              isSearched || !words || it.label.toLowerCase().includes(words),
          )
          .map(it => ({
            id: it.id,
            label: it.label,
            description: it.description,
          }))}
        search={{
          mode: 'server',
          inputValue: typed ?? text,
          onInputChange: type,
        }}
        value={options.some(({ id }) => id === value) ? value : null}
        onChange={key => {
          if (key !== null) {
            setTyped(undefined);
            setChosen(options.find(({ id }) => id === key));
            onChange(String(key));
          }
        }}
        onOpenChange={open => {
          isOpen.current = open;
        }}
        onBlur={() => {
          setPressed(false);
          setTyped(undefined);
          onType?.('');
          onBlur();
        }}
      />
    </div>
  );
}
