// The package's own entry warns about versions of Node as soon as it is loaded; the simulator is silent unless asked.

declare module 'oidc-provider/lib/provider.js' {
  export { Provider } from 'oidc-provider';
}

declare module 'oidc-provider/lib/helpers/errors.js' {
  import { errors } from 'oidc-provider';

  export const InvalidGrant: typeof errors.InvalidGrant;
}
