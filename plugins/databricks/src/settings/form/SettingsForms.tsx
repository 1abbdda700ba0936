import {
  Dispatch,
  lazy,
  ReactNode,
  SetStateAction,
  Suspense,
  useEffect,
  useState,
} from 'react';
import { SavedContext } from '../SavedContext';
import { useSettingsContext } from '../SettingsContext';
import { addressOf } from '../useOpenForm';
import { useGuardedForm } from './useGuardedForm';

/** Long enough to be found, short enough not to be taken for a state. */
const MARKED_MS = 2_000;

const SettingsFormDialog = lazy(() =>
  import('./SettingsFormDialog').then(m => ({ default: m.SettingsFormDialog })),
);

/** The form that the address names, above the tabs of the settings; and what was saved in it. */
export function SettingsForms(props: { children: ReactNode }) {
  const { refetch, announce } = useSettingsContext();
  const guard = useGuardedForm();
  const [saved, setSaved] = useMark();
  const { form } = guard;
  return (
    <SavedContext.Provider value={saved}>
      {props.children}
      {form && (
        <Suspense fallback={null}>
          <SettingsFormDialog
            key={addressOf(form)}
            form={form}
            guard={guard}
            onSaved={async (mark, message) => {
              await refetch();
              announce(message);
              setSaved(mark);
            }}
          />
        </Suspense>
      )}
    </SavedContext.Provider>
  );
}

function useMark(): [
  string | undefined,
  Dispatch<SetStateAction<string | undefined>>,
] {
  const [mark, setMark] = useState<string>();
  useEffect(() => {
    if (mark === undefined) {
      return undefined;
    }
    const timer = setTimeout(() => setMark(undefined), MARKED_MS);
    return () => clearTimeout(timer);
  }, [mark]);
  return [mark, setMark];
}
