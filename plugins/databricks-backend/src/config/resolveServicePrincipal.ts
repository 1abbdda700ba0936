import {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  ServicePrincipalInput,
} from '@backstage-databricks/plugin-databricks-common';

/** A service principal with its defaults. */
export type ServicePrincipalSettings = Omit<ServicePrincipalInput, 'scopes'> & {
  scopes: readonly string[];
};

/** Gives a service principal, with its secret or without, the scopes that it asks for. */
export function resolveServicePrincipal<
  Input extends Omit<ServicePrincipalInput, 'clientSecret'>,
>(input: Input): Omit<Input, 'scopes'> & { scopes: readonly string[] } {
  return { ...input, scopes: input.scopes ?? DEFAULT_SERVICE_PRINCIPAL_SCOPES };
}
