import {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  type FabricDefinition,
  type ServicePrincipalInput,
  servicePrincipalInputSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { appConfigYaml } from '../../appConfigYaml';
import type { FormDescription } from '../FormDescription';
import { filled } from './filled';
import { scopesOf } from './scopesOf';

/** The form of a fabric's service principal. */
export const servicePrincipalForm: FormDescription<
  FabricDefinition,
  ServicePrincipalInput
> = {
  subject: 'service-principal',
  mark: name => `fabric:${name}`,
  things: settings => settings.fabrics,
  title: (t, title = '') => t('formDialog.title.servicePrincipal', { title }),
  help: t => t('formField.servicePrincipalHelp'),
  schema: servicePrincipalInputSchema,
  fields: [
    {
      name: 'clientId',
      kind: 'text',
      isWide: true,
      label: t => t('formField.clientId'),
    },
    {
      name: 'clientSecret',
      kind: 'password',
      isWide: true,
      label: t => t('formField.clientSecret'),
      help: t => t('formField.secretHelp'),
    },
    {
      name: 'secretExpiresAt',
      kind: 'date',
      isWide: true,
      label: t => t('formField.secretEnds'),
      help: t => t('formField.secretEndsHelp'),
    },
    {
      name: 'scopes',
      kind: 'text',
      isFolded: true,
      isWide: true,
      label: t => t('formField.scopes'),
      help: t =>
        t('formField.scopesHelp', {
          scopes: DEFAULT_SERVICE_PRINCIPAL_SCOPES.join(' '),
        }),
    },
  ],
  start: fabric => {
    const { clientId, scopes, secretExpiresAt } =
      fabric?.servicePrincipal ?? {};
    return {
      clientId: clientId ?? '',
      clientSecret: '',
      scopes: scopes?.join(' ') ?? '',
      secretExpiresAt: secretExpiresAt ?? '',
    };
  },
  input: values => ({
    ...filled('clientId', values.clientId),
    ...filled('clientSecret', values.clientSecret),
    ...scopesOf(values.scopes),
    ...filled('secretExpiresAt', values.secretExpiresAt),
  }),
  put: (api, name, definition, etag) =>
    api.putServicePrincipal(name, definition, { etag }),
  dryRun: (api, name, definition, etag) =>
    api.dryRunServicePrincipal(name, definition, { etag }),
  firstField: ({ servicePrincipal }) =>
    servicePrincipal ? 'clientSecret' : undefined,
  appConfig: thing => appConfigYaml({ appConnections: [], fabrics: [thing] }),
  savedMessage: (t, title) => t('formDialog.savedServicePrincipal', { title }),
  href: (links, name) => links.fabric(name),
};
