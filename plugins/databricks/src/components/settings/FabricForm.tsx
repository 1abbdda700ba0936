import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  AppConnection,
  FabricDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Alert, Select, TextField } from '@backstage/ui';
import { useDefinitionForm } from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import { ConflictAlert } from './ConflictAlert';
import { DefinitionFormFrame } from './DefinitionFormFrame';
import { differencesBetween } from './differencesBetween';
import { FabricComputeFields } from './FabricComputeFields';
import { FabricPaste } from './FabricPaste';
import {
  fabricField,
  FabricValues,
  fabricValues,
  readFabric,
  valuesOfTarget,
} from './fabricValues';
import { fieldProps } from './fieldProps';
import { selectProps } from './selectProps';
import { useFabricLabels } from './useFabricLabels';

type AppConnectionChoice = Pick<AppConnection, 'name' | 'title'>;

/** Creates a fabric, or changes one. */
export function FabricForm(props: {
  /** What is changed, as it was when the form was opened. */
  base?: FabricDefinition;
  /** What it is now; absent when it was removed, or does not exist yet. */
  current?: FabricDefinition;
  /** Names that are taken. */
  names?: string[];
  /** Those to choose from, as far as they are known. */
  appConnections: AppConnectionChoice[];
  /** The owner is shown and cannot be changed. */
  isOwnerFixed?: boolean;
  onSaved(): void;
  onConflict(): Promise<void>;
  onCancel(): void;
}) {
  const { base, current, names = [], appConnections, isOwnerFixed } = props;
  const { onSaved, onConflict, onCancel } = props;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const labels = useFabricLabels();
  const initial = fabricValues(base);
  const currentValues = current && fabricValues(current);

  const form = useDefinitionForm({
    initial,
    etag: base?.etag,
    fieldOf: fabricField,
    read: values =>
      readFabric(values, {
        base,
        names,
        nameTaken: t('form.nameTaken'),
      }),
    save: (definition, etag, { name }) =>
      api.putFabric(name, definition, { etag }),
    dryRun: (definition, etag, { name }) =>
      api.dryRunFabric(name, definition, { etag }),
    onSaved,
    onConflict,
  });
  const { values } = form;
  const stored = current ?? base;
  const losesServicePrincipal =
    stored?.servicePrincipal !== undefined &&
    stored.workspaceUrl !== values.workspaceUrl.trim();

  return (
    <DefinitionFormFrame
      title={
        base
          ? t('fabricSettings.changeTitle', { name: base.name })
          : t('fabricSettings.addTitle')
      }
      form={form}
      configPath={`databricks.fabrics.${values.name}`}
      onCancel={onCancel}
      conflict={
        <ConflictAlert
          form={form}
          isNew={!base}
          current={current}
          currentValues={currentValues}
          differences={differencesBetween(initial, currentValues, labels)}
        />
      }
    >
      {!base && (
        <TextField
          {...fieldProps(form, 'name', t('form.name'))}
          secondaryLabel={t('form.required')}
          isRequired
          description={t('form.nameHelp')}
        />
      )}
      <TextField
        {...fieldProps(form, 'title', labels.title)}
        description={t('form.titleHelp')}
      />
      <TextField {...fieldProps(form, 'description', labels.description)} />
      <TextField
        {...fieldProps(form, 'owner', labels.owner)}
        {...(isOwnerFixed
          ? {
              isReadOnly: true,
              description: t('fabricSettings.ownerFixed'),
            }
          : {
              secondaryLabel: t('form.required'),
              isRequired: true,
              description: t('fabricSettings.ownerHelp'),
            })}
      />
      <Select
        {...selectProps(form, 'type', labels.type)}
        options={(['sql', 'spark', 'prophecy'] as const).map(value => ({
          value,
          label: t(`fabricFacts.type.${value}`),
        }))}
      />
      <FabricPaste
        labels={labels}
        workspaceUrl={values.workspaceUrl}
        onTarget={target => form.set(valuesOfTarget(target))}
      />
      <TextField
        {...fieldProps(form, 'workspaceUrl', labels.workspaceUrl)}
        secondaryLabel={t('form.required')}
        isRequired
        placeholder="https://"
      />
      {losesServicePrincipal && (
        <Alert
          role="status"
          status="warning"
          icon
          description={t('fabricSettings.workspaceChanged')}
        />
      )}
      <FabricComputeFields form={form} labels={labels} />
      {values.type === 'prophecy' && (
        <Select
          {...selectProps(form, 'oauthType', labels.oauthType)}
          options={(['u2m', 'm2m'] as const).map(value => ({
            value,
            label: t(`fabricSettings.${value}`),
          }))}
        />
      )}
      <Select
        {...selectProps(form, 'appConnection', labels.appConnection)}
        options={appConnectionOptions(
          values,
          appConnections,
          t('fabricSettings.defaultAppConnection'),
        )}
      />
    </DefinitionFormFrame>
  );
}

function appConnectionOptions(
  { appConnection }: FabricValues,
  appConnections: AppConnectionChoice[],
  defaultLabel: string,
) {
  const known = appConnections.map(({ name, title }) => ({
    value: name,
    label: title,
  }));
  const isKnown =
    !appConnection || known.some(({ value }) => value === appConnection);
  return [
    { value: '', label: defaultLabel },
    ...known,
    ...(isKnown ? [] : [{ value: appConnection, label: appConnection }]),
  ];
}
