import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type AppConnection,
  DEFAULT_APP_CONNECTION_SCOPES,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import {
  Alert,
  Checkbox,
  PasswordField,
  Radio,
  RadioGroup,
  TextField,
} from '@backstage/ui';
import {
  type DefinitionForm,
  useDefinitionForm,
} from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import {
  appConnectionField,
  AppConnectionValues,
  appConnectionValues,
  canKeepSecret,
  readAppConnection,
} from './appConnectionValues';
import { ConflictAlert } from './ConflictAlert';
import { DefinitionFormFrame } from './DefinitionFormFrame';
import { differencesBetween } from './differencesBetween';
import { fieldProps } from './fieldProps';

/** Creates an app connection, or changes one. */
export function AppConnectionForm(props: {
  /** What is changed, as it was when the form was opened. */
  base?: AppConnection;
  /** What is stored now. */
  all: AppConnection[];
  onSaved(): void;
  onConflict(): Promise<void>;
  onCancel(): void;
}) {
  const { base, all, onSaved, onConflict, onCancel } = props;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const initial = appConnectionValues(base);
  const current = all.find(({ name }) => name === base?.name);

  const form = useDefinitionForm({
    initial,
    etag: base?.etag,
    fieldOf: appConnectionField,
    read: values =>
      readAppConnection(values, {
        base: current ?? base,
        names: all.map(({ name }) => name),
        nameTaken: t('form.nameTaken'),
        daysExpected: t('form.daysExpected'),
        secretMissing: t('form.secretMissing'),
      }),
    save: (definition, etag, { name }) =>
      api.putAppConnection(name, definition, { etag }),
    dryRun: (definition, etag, { name }) =>
      api.dryRunAppConnection(name, definition, { etag }),
    onSaved,
    onConflict,
  });
  const labels = {
    title: t('form.title'),
    clientId: t('form.clientId'),
    scopes: t('form.scopes'),
    refreshTokenLifetime: t('appConnection.refreshTokenLifetime'),
    sessionLifetime: t('appConnection.sessionLifetime'),
    default: t('appConnection.isDefault'),
  };
  const currentValues = current && appConnectionValues(current);

  return (
    <DefinitionFormFrame
      title={
        base
          ? t('appConnection.changeTitle', { name: base.name })
          : t('appConnection.addTitle')
      }
      form={form}
      configPath={`databricks.appConnections.${form.values.name}`}
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
      <TextField
        {...fieldProps(form, 'clientId', labels.clientId)}
        secondaryLabel={t('form.required')}
        isRequired
      />
      <SecretFields form={form} base={current ?? base} />
      <TextField
        {...fieldProps(form, 'scopes', labels.scopes)}
        description={t('form.scopesHelp', {
          scopes: DEFAULT_APP_CONNECTION_SCOPES.join(' '),
        })}
      />
      <TextField
        {...fieldProps(
          form,
          'refreshTokenLifetime',
          labels.refreshTokenLifetime,
        )}
        inputMode="numeric"
        description={t('appConnection.refreshTokenLifetimeHelp')}
      />
      <TextField
        {...fieldProps(form, 'sessionLifetime', labels.sessionLifetime)}
        inputMode="numeric"
        description={t('appConnection.sessionLifetimeHelp')}
      />
      <Checkbox
        isSelected={form.values.default}
        onChange={isSelected => form.set({ default: isSelected })}
      >
        {labels.default}
      </Checkbox>
    </DefinitionFormFrame>
  );
}

function SecretFields(props: {
  form: DefinitionForm<AppConnectionValues>;
  base?: AppConnection;
}) {
  const { form, base } = props;
  const { values } = form;
  const { t } = useTranslationRef(databricksTranslationRef);
  const canKeep = canKeepSecret(values, base);
  const choice =
    values.secretChoice === 'keep' && !canKeep
      ? 'replace'
      : values.secretChoice;
  return (
    <>
      {base && values.clientId !== base.clientId && (
        <Alert
          role="status"
          status="warning"
          icon
          description={t('appConnection.clientIdChanged', {
            count: base.connections,
          })}
        />
      )}
      <RadioGroup
        label={t('appConnection.secretChoice.label')}
        value={choice}
        onChange={value =>
          form.set({
            secretChoice: value as AppConnectionValues['secretChoice'],
          })
        }
      >
        {base?.hasClientSecret && (
          <Radio value="keep" isDisabled={!canKeep}>
            {t('appConnection.secretChoice.keep')}
          </Radio>
        )}
        <Radio value="replace">{t('appConnection.secretChoice.replace')}</Radio>
        <Radio value="public">{t('appConnection.secretChoice.public')}</Radio>
      </RadioGroup>
      {choice === 'replace' && (
        <PasswordField
          {...fieldProps(form, 'clientSecret', t('appConnection.newSecret'))}
          secondaryLabel={t('form.required')}
          isRequired
          autoComplete="new-password"
          description={t('appConnection.newSecretHelp')}
        />
      )}
    </>
  );
}
