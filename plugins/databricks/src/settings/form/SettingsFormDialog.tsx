import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { useEffect, useState } from 'react';
import { useSettingsContext } from '../SettingsContext';
import type { OpenForm } from '../useOpenForm';
import { descriptions } from './definitions/descriptions';
import { worldOf } from './definitions/worldOf';
import { FormDialog } from './FormDialog';
import type { FormDescription } from './FormDescription';
import type { GuardedForm } from './useGuardedForm';

/** The form that the address names, for admins. Of what is not there, nothing is opened. */
export function SettingsFormDialog(props: {
  form: OpenForm;
  guard: GuardedForm;
  /** @param mark - what was saved, as `SavedContext` has it */
  onSaved(mark: string, message: string): Promise<void>;
}) {
  const { form, guard, onSaved } = props;
  const { settings } = useSettingsContext();
  const api = useDatabricksApi();
  const description = descriptions[form.subject];
  // As it was when the form was opened: refetched settings are no news for it
  const [opened] = useState(() => ({
    thing: find(settings, description, form.name),
    copyOf: find(settings, description, form.copyOf),
    world: worldOf(settings, description),
  }));
  const isThere =
    form.copyOf === undefined
      ? opened.thing !== undefined ||
        (form.name === undefined && description.nameFrom !== undefined)
      : opened.copyOf !== undefined;
  const { onClose } = guard;

  useEffect(() => {
    if (!isThere) {
      onClose();
    }
    // Once, as it was opened
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [isThere]);

  return isThere ? (
    <FormDialog
      about={{
        description,
        ...opened,
        fetchNow: async name =>
          find(await api.getSettings(), description, name),
      }}
      {...guard}
      onSaved={(name, message) => onSaved(description.mark(name), message)}
    />
  ) : null;
}

function find(
  settings: Settings,
  description: FormDescription,
  name: string | undefined,
) {
  return description.things(settings).find(it => it.name === name);
}
