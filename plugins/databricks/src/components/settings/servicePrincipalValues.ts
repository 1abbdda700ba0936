import {
  type FabricDefinition,
  type ServicePrincipalInput,
  servicePrincipalInputSchema,
} from '@backstage-databricks/plugin-databricks-common';
import type { FormReading } from '../../hooks/useDefinitionForm';
import { readDefinition } from './readDefinition';

/** What the form of a service principal holds. */
export type ServicePrincipalValues = {
  clientId: string;
  clientSecret: string;
  scopes: string;
  secretExpiresAt: string;
};

/** What the form begins with. The secret is never readable, and a new one expires on another day. */
export function servicePrincipalValues(
  fabric?: FabricDefinition,
): ServicePrincipalValues {
  const { clientId, scopes, secretExpiresAt } = fabric?.servicePrincipal ?? {};
  return {
    clientId: clientId ?? '',
    clientSecret: '',
    scopes: scopes?.join(' ') ?? '',
    secretExpiresAt: secretExpiresAt ?? '',
  };
}

const fields: Record<string, keyof ServicePrincipalValues> = {
  clientId: 'clientId',
  clientSecret: 'clientSecret',
  scopes: 'scopes',
  secretExpiresAt: 'secretExpiresAt',
};

/** The field of the form that stands for a key of the definition. */
export function servicePrincipalField(key: string) {
  return fields[key];
}

/** The definition that is entered, as `PUT /fabrics/:name/service-principal` takes it. */
export function readServicePrincipal(
  values: ServicePrincipalValues,
): FormReading<ServicePrincipalValues, ServicePrincipalInput> {
  const scopes = values.scopes.split(/[\s,]+/).filter(Boolean);
  const secretExpiresAt = values.secretExpiresAt.trim();
  return readDefinition({
    schema: servicePrincipalInputSchema,
    fieldOf: servicePrincipalField,
    problems: {},
    input: {
      clientId: values.clientId.trim() || undefined,
      clientSecret: values.clientSecret.trim() || undefined,
      ...(scopes.length > 0 ? { scopes } : {}),
      ...(secretExpiresAt ? { secretExpiresAt } : {}),
    },
  });
}
