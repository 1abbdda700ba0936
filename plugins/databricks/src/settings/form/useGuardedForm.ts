import { useEffect, useRef, useState } from 'react';
import { useFocusBack } from './useFocusBack';
import { addressOf, OpenForm, useOpenForm } from '../useOpenForm';

/** A form whose changes are not lost by leaving its address. */
export type GuardedForm = {
  form?: OpenForm;
  /** Whether it is asked if the changes may go. */
  isLeaving: boolean;
  onLeaving(isLeaving: boolean): void;
  onDirty(isDirty: boolean): void;
  onClose(): void;
};

/** The form that the address names; the browser's Back asks before it loses what was entered. */
export function useGuardedForm(): GuardedForm {
  const { form, openForm, closeForm } = useOpenForm();
  const [shown, setShown] = useState(form);
  const [isLeaving, setLeaving] = useState(false);
  const isDirty = useRef(false);
  useFocusBack(shown !== undefined);
  const address = form && addressOf(form);
  const latest = useRef({ form, shown, openForm });
  latest.current = { form, shown, openForm };

  useEffect(() => {
    const { form: next, shown: before, openForm: open } = latest.current;
    if (before && address !== addressOf(before) && isDirty.current) {
      setLeaving(true);
      open(before);
    } else {
      setShown(next);
    }
  }, [address]);

  const [handlers] = useState(() => ({
    onLeaving: setLeaving,
    onDirty: (dirty: boolean) => {
      isDirty.current = dirty;
    },
  }));
  return {
    form: shown,
    isLeaving,
    ...handlers,
    onClose: () => {
      isDirty.current = false;
      setLeaving(false);
      closeForm();
    },
  };
}
