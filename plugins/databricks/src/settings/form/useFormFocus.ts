import { FocusEvent, RefObject, useEffect, useRef, useState } from 'react';
import type { Form } from './useForm';

/** Puts the focus to what one has come for, and to the first field with a problem. What is folded is unfolded for one. */
export function useFormFocus(
  form: Form,
  unfold: () => void,
): {
  /** What the form needs. */
  formProps: {
    ref: RefObject<HTMLFormElement>;
    onFocus(event: FocusEvent<HTMLElement>): void;
  };
  /** Goes on where one was. */
  focusAgain(): void;
} {
  const ref = useRef<HTMLFormElement>(null);
  const { state, problems, fields, description, thing } = form;
  const wrong = fields.filter(it => problems[it.name] !== undefined);
  const last = useRef<HTMLElement>();
  const latest = useRef({ wrong, unfold });
  latest.current = { wrong, unfold };

  const focus = (field: string) =>
    ref.current
      ?.querySelector<HTMLElement>(
        `[data-field="${field}"] :is(input, [role="spinbutton"], button)`,
      )
      ?.focus();

  const [start] = useState(
    () =>
      (thing && description.firstField?.(thing)) ??
      (description.paste && !thing ? 'paste' : fields[0].name),
  );
  useEffect(() => focus(start), [start]);

  useEffect(() => {
    const [first] = latest.current.wrong;
    if (state.status !== 'incomplete' || !first) {
      return undefined;
    }
    if (latest.current.wrong.some(it => it.isFolded)) {
      latest.current.unfold();
    }
    // When what was folded is drawn
    const frame = requestAnimationFrame(() => focus(first.name));
    return () => cancelAnimationFrame(frame);
  }, [state]);

  return {
    formProps: {
      ref,
      onFocus: ({ target }) => {
        last.current = target;
      },
    },
    focusAgain: () => last.current?.focus(),
  };
}
