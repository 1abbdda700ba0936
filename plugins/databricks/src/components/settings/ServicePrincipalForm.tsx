import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  type FabricDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { PasswordField, TextField } from '@backstage/ui';
import { useDefinitionForm } from '../../hooks/useDefinitionForm';
import { databricksTranslationRef } from '../../translation';
import { ConflictAlert } from './ConflictAlert';
import { DefinitionFormFrame } from './DefinitionFormFrame';
import { differencesBetween } from './differencesBetween';
import { fieldProps } from './fieldProps';
import {
  readServicePrincipal,
  servicePrincipalField,
  servicePrincipalValues,
} from './servicePrincipalValues';

/** Sets the service principal of a fabric. */
export function ServicePrincipalForm(props: {
  /** The fabric as it was when the form was opened. */
  base: FabricDefinition;
  /** The fabric as it is stored now. */
  current?: FabricDefinition;
  onSaved(): void;
  onConflict(): Promise<void>;
  onCancel(): void;
}) {
  const { base, current, onSaved, onConflict, onCancel } = props;
  const { name } = base;
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const initial = servicePrincipalValues(base);
  const currentValues = current && servicePrincipalValues(current);
  const labels = {
    clientId: t('form.clientId'),
    scopes: t('form.scopes'),
    secretExpiresAt: t('servicePrincipal.expiresAt'),
  };

  const form = useDefinitionForm({
    initial,
    etag: base.etag,
    fieldOf: servicePrincipalField,
    read: readServicePrincipal,
    save: (definition, etag) =>
      api.putServicePrincipal(name, definition, { etag }),
    dryRun: (definition, etag) =>
      api.dryRunServicePrincipal(name, definition, { etag }),
    onSaved,
    onConflict,
  });

  return (
    <DefinitionFormFrame
      title={t('servicePrincipal.title', { name })}
      help={`${t('servicePrincipal.help')} ${t('servicePrincipal.verified')}`}
      form={form}
      configPath={`databricks.fabrics.${name}.servicePrincipal`}
      onCancel={onCancel}
      conflict={
        <ConflictAlert
          form={form}
          isNew={false}
          current={current}
          currentValues={currentValues}
          differences={differencesBetween(initial, currentValues, labels)}
        />
      }
    >
      <TextField
        {...fieldProps(form, 'clientId', labels.clientId)}
        secondaryLabel={t('form.required')}
        isRequired
      />
      <PasswordField
        {...fieldProps(form, 'clientSecret', t('form.clientSecret'))}
        secondaryLabel={t('form.required')}
        isRequired
        autoComplete="new-password"
        description={t('servicePrincipal.secretHelp')}
      />
      <TextField
        {...fieldProps(form, 'scopes', labels.scopes)}
        description={t('form.scopesHelp', {
          scopes: DEFAULT_SERVICE_PRINCIPAL_SCOPES.join(' '),
        })}
      />
      <TextField
        {...fieldProps(form, 'secretExpiresAt', labels.secretExpiresAt)}
        description={t('servicePrincipal.expiresAtHelp')}
      />
    </DefinitionFormFrame>
  );
}
