import {
  type AppConnection,
  type AppConnectionInput,
  appConnectionInputSchema,
  DEFAULT_APP_CONNECTION_SCOPES,
} from '@backstage-databricks/plugin-databricks-common';
import { appConfigYaml } from '../../appConfigYaml';
import type {
  FieldContext,
  FieldProblems,
  FormDescription,
  FormValues,
} from '../FormDescription';
import { filled } from './filled';
import { scopesOf } from './scopesOf';

const LIFETIMES = ['refreshTokenLifetime', 'sessionLifetime'] as const;

/** The form of an app connection. */
export const appConnectionForm: FormDescription<
  AppConnection,
  AppConnectionInput
> = {
  subject: 'app-connection',
  mark: name => `app-connection:${name}`,
  things: settings => settings.appConnections,
  nameFrom: 'title',
  title: (t, title) =>
    title === undefined
      ? t('formDialog.title.addAppConnection')
      : t('formDialog.title.editAppConnection', { title }),
  schema: appConnectionInputSchema,
  fields: [
    { name: 'title', kind: 'text', label: t => t('formField.title') },
    {
      name: 'clientId',
      kind: 'text',
      label: t => t('formField.clientId'),
      warning: ({ t, values, thing }) =>
        thing && values.clientId.trim() !== thing.clientId
          ? t('formField.clientIdChanged', { count: thing.connections })
          : undefined,
    },
    {
      name: 'secretChoice',
      kind: 'radio',
      keys: ['public'],
      isWide: true,
      label: t => t('formField.clientSecret'),
      choices: secretChoices,
    },
    {
      name: 'clientSecret',
      kind: 'password',
      isWide: true,
      label: t => t('formField.newSecret'),
      help: t => t('formField.newSecretHelp'),
      isVisible: ({ values, thing }) => needsSecret(values, thing),
    },
    {
      name: 'name',
      kind: 'name',
      isFolded: true,
      label: t => t('formField.name'),
    },
    {
      name: 'scopes',
      kind: 'text',
      isFolded: true,
      label: t => t('formField.scopes'),
      help: t =>
        t('formField.scopesHelp', {
          scopes: DEFAULT_APP_CONNECTION_SCOPES.join(' '),
        }),
    },
    ...LIFETIMES.map(name => ({
      name,
      kind: 'text' as const,
      isFolded: true,
      label: (t: FieldContext['t']) => t(`formField.${name}`),
      help: (t: FieldContext['t']) => t(`formField.${name}Help`),
    })),
    {
      name: 'default',
      kind: 'flag',
      isFolded: true,
      isWide: true,
      label: t => t('formField.isDefault'),
    },
  ],
  start,
  startCopy: (thing, t) => ({
    ...start(thing),
    title: t('formField.copyOf', { title: thing.title }),
    secretChoice: thing.public ? 'public' : 'replace',
    default: '',
  }),
  input: (values, thing) => ({
    ...filled('title', values.title),
    ...filled('clientId', values.clientId),
    ...secretInput(values, thing),
    ...scopesOf(values.scopes),
    ...Object.fromEntries(
      LIFETIMES.filter(name => values[name].trim()).map(name => [
        name,
        { days: Number(values[name]) },
      ]),
    ),
    default: values.default !== '',
  }),
  problems: ({ t, values, thing }) => {
    const problems: FieldProblems = {};
    if (needsSecret(values, thing) && !values.clientSecret.trim()) {
      problems.clientSecret = t('formField.secretMissing');
    }
    for (const name of LIFETIMES) {
      if (values[name].trim() && !Number.isFinite(Number(values[name]))) {
        problems[name] = t('formField.daysExpected');
      }
    }
    return problems;
  },
  put: (api, name, definition, etag) =>
    api.putAppConnection(name, definition, { etag }),
  dryRun: (api, name, definition, etag) =>
    api.dryRunAppConnection(name, definition, { etag }),
  firstField: ({ health, hasClientSecret }) =>
    health === 'rejected' && hasClientSecret ? 'clientSecret' : undefined,
  appConfig: thing => appConfigYaml({ appConnections: [thing], fabrics: [] }),
  savedMessage: (t, title) => t('formDialog.saved', { title }),
};

function start(connection?: AppConnection): FormValues {
  return {
    name: '',
    title: connection?.title ?? '',
    clientId: connection?.clientId ?? '',
    secretChoice: startingChoice(connection),
    clientSecret: '',
    scopes: connection?.scopes.join(' ') ?? '',
    refreshTokenLifetime: String(connection?.refreshTokenLifetime.days ?? ''),
    sessionLifetime: String(connection?.sessionLifetime?.days ?? ''),
    default: connection?.default ? 'yes' : '',
  };
}

function startingChoice(connection: AppConnection | undefined): string {
  if (!connection) {
    return 'replace';
  }
  if (!connection.hasClientSecret) {
    return 'public';
  }
  // One comes to enter another one
  return connection.health === 'rejected' ? 'replace' : 'keep';
}

/** The stored client secret goes with its client ID only. */
function canKeep(values: FormValues, connection: AppConnection | undefined) {
  return (
    connection?.hasClientSecret === true &&
    values.clientId.trim() === connection.clientId
  );
}

function needsSecret(
  values: FormValues,
  connection: AppConnection | undefined,
): boolean {
  return (
    values.secretChoice === 'replace' ||
    (values.secretChoice === 'keep' && !canKeep(values, connection))
  );
}

function secretInput(
  values: FormValues,
  connection: AppConnection | undefined,
) {
  if (needsSecret(values, connection)) {
    return filled('clientSecret', values.clientSecret);
  }
  return values.secretChoice === 'public' ? { clientSecret: null } : {};
}

function secretChoices({ t, values, thing }: FieldContext<AppConnection>) {
  const choice = (id: 'keep' | 'replace' | 'public', isDisabled = false) => ({
    id,
    label: t(`formField.secretChoice.${id}`),
    isDisabled,
  });
  return [
    ...(thing?.hasClientSecret
      ? [choice('keep', !canKeep(values, thing))]
      : []),
    choice('replace'),
    choice('public'),
  ];
}
