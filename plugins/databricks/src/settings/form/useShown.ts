import {
  useEntityTitles,
  useTimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { isFullEntityRef } from '@backstage-databricks/plugin-databricks-common';
import { computeId } from './fields/computeId';
import { useComputeOptions } from './fields/useComputeOptions';
import type { FormShown } from './FormShown';
import type { Form } from './useForm';

/** How the values of a form are shown: people, workspaces and compute by their names, as far as these are known. */
export function useShown(form: Form): FormShown {
  const { context, description, values, before, state } = form;
  const { t, world } = context;
  const { date } = useTimeText();
  const computeField = description.fields.find(it => it.kind === 'compute');
  const workspaceUrl =
    computeField?.kind === 'compute' ? values[computeField.workspace] : '';
  const compute = useComputeOptions(
    workspaceUrl,
    world.workspaces.some(({ url }) => url === workspaceUrl),
  );
  const lines = state.status === 'conflict' ? state.lines : [];
  const owners = description.fields
    .filter(it => it.kind === 'owner')
    .flatMap(({ name }) => [
      values[name],
      before[name],
      ...lines
        .filter(it => it.field === name)
        .flatMap(({ mine, theirs }) => [mine, theirs]),
    ])
    .filter(isFullEntityRef);
  const titles = useEntityTitles([...new Set(owners)]);

  const shown = (name: string, value: string): string => {
    const field = description.fields.find(it => it.name === name);
    switch (field?.kind) {
      case 'owner':
        return value === '*'
          ? t('formField.everybody')
          : titles[value] ?? value;
      case 'workspace':
        return (
          world.workspaces.find(({ url }) => url === value)?.title ?? value
        );
      case 'appConnection':
        return value
          ? world.appConnections.find(it => it.name === value)?.title ?? value
          : t('formField.defaultAppConnection');
      case 'compute': {
        const id = computeId(value);
        return (
          (compute?.status === 'known' &&
            compute.items.find(it => it.id === id)?.name) ||
          id
        );
      }
      case 'choice':
      case 'radio':
        return (
          field.choices(context).find(({ id }) => id === value)?.label ?? value
        );
      case 'flag':
        return value ? t('formField.yes') : t('formField.no');
      case 'date':
        return value && date(value);
      case 'text':
      case 'name':
      case 'password':
      case undefined:
        return value;
      default:
        return field satisfies never;
    }
  };
  return { compute, shown };
}
