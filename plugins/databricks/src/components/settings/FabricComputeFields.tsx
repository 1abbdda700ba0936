import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Select, TextField } from '@backstage/ui';
import type { DefinitionForm } from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import type { FabricValues } from './fabricValues';
import { fieldProps } from './fieldProps';
import { selectProps } from './selectProps';

/** Where the work of a fabric runs, and with which data it begins. */
export function FabricComputeFields(props: {
  form: DefinitionForm<FabricValues>;
  labels: { computeKind: string; catalog: string; schema: string };
}) {
  const { form, labels } = props;
  const { type, computeKind } = form.values;
  const { t } = useTranslationRef(databricksTranslationRef);
  const kinds =
    type === 'spark' || computeKind !== 'warehouse'
      ? (['warehouse', 'cluster', 'none'] as const)
      : (['warehouse'] as const);
  return (
    <>
      {kinds.length > 1 && (
        <Select
          {...selectProps(form, 'computeKind', labels.computeKind)}
          options={kinds.map(value => ({
            value,
            label:
              value === 'none'
                ? t('fabricSettings.noCompute')
                : t(`fabricSettings.${value}`),
          }))}
        />
      )}
      {computeKind !== 'none' && (
        <TextField
          {...fieldProps(
            form,
            'computeId',
            t(`fabricSettings.${computeKind}Id`),
          )}
          secondaryLabel={t('form.required')}
          isRequired
        />
      )}
      <TextField {...fieldProps(form, 'catalog', labels.catalog)} />
      <TextField {...fieldProps(form, 'schema', labels.schema)} />
    </>
  );
}
