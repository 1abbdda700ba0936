import {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  ServicePrincipalInput,
} from '@backstage-databricks/plugin-databricks-common';

/** A service principal with its defaults. */
export type ServicePrincipalSettings = Omit<ServicePrincipalInput, 'scopes'> & {
  scopes: readonly string[];
};

/** Gives a service principal its defaults. Its secret may be left out. */
export function resolveServicePrincipal<
  Input extends Omit<ServicePrincipalInput, 'clientSecret'>,
>(input: Input): Omit<Input, 'scopes'> & { scopes: readonly string[] } {
  return { ...input, scopes: input.scopes ?? DEFAULT_SERVICE_PRINCIPAL_SCOPES };
}
