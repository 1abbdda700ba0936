import {
  type AppConnection,
  type AppConnectionInput,
  appConnectionInputSchema,
  isDefinitionName,
  NAME_EXPECTED,
} from '@backstage-databricks/plugin-databricks-common';
import type { FieldProblems, FormReading } from '../../hooks/useDefinitionForm';
import { readDefinition } from './readDefinition';

/** What the form of an app connection holds. */
export type AppConnectionValues = {
  name: string;
  title: string;
  clientId: string;
  secretChoice: 'keep' | 'replace' | 'public';
  clientSecret: string;
  scopes: string;
  refreshTokenLifetime: string;
  sessionLifetime: string;
  default: boolean;
};

/** What the form begins with. */
export function appConnectionValues(
  connection?: AppConnection,
): AppConnectionValues {
  if (!connection) {
    return {
      name: '',
      title: '',
      clientId: '',
      secretChoice: 'replace',
      clientSecret: '',
      scopes: '',
      refreshTokenLifetime: '',
      sessionLifetime: '',
      default: false,
    };
  }
  return {
    name: connection.name,
    title: connection.title === connection.name ? '' : connection.title,
    clientId: connection.clientId,
    secretChoice: connection.hasClientSecret ? 'keep' : 'public',
    clientSecret: '',
    scopes: connection.scopes.join(' '),
    refreshTokenLifetime: String(connection.refreshTokenLifetime.days),
    sessionLifetime: connection.sessionLifetime
      ? String(connection.sessionLifetime.days)
      : '',
    default: connection.default,
  };
}

const fields: Record<string, keyof AppConnectionValues> = {
  name: 'name',
  title: 'title',
  clientId: 'clientId',
  clientSecret: 'clientSecret',
  public: 'secretChoice',
  scopes: 'scopes',
  refreshTokenLifetime: 'refreshTokenLifetime',
  sessionLifetime: 'sessionLifetime',
  default: 'default',
};

/** The field of the form that stands for a key of the definition. */
export function appConnectionField(key: string) {
  return fields[key];
}

/** Whether the stored client secret can stay: it goes with its client ID only. */
export function canKeepSecret(
  values: AppConnectionValues,
  base: AppConnection | undefined,
): boolean {
  return (
    base?.hasClientSecret === true && values.clientId.trim() === base.clientId
  );
}

/** The definition that is entered, as `PUT /app-connections/:name` takes it. */
export function readAppConnection(
  values: AppConnectionValues,
  options: {
    base?: AppConnection;
    /** Names that are taken. */
    names: string[];
    nameTaken: string;
    daysExpected: string;
    secretMissing: string;
  },
): FormReading<AppConnectionValues, AppConnectionInput> {
  const { base, names, nameTaken, daysExpected, secretMissing } = options;
  const problems: FieldProblems<AppConnectionValues> = {};
  if (!base && !isDefinitionName(values.name)) {
    problems.name = NAME_EXPECTED;
  } else if (!base && names.includes(values.name)) {
    problems.name = nameTaken;
  }
  if (needsSecret(values, base) && !values.clientSecret.trim()) {
    problems.clientSecret = secretMissing;
  }
  for (const field of ['refreshTokenLifetime', 'sessionLifetime'] as const) {
    if (values[field].trim() && !Number.isFinite(Number(values[field]))) {
      problems[field] = daysExpected;
    }
  }
  const scopes = values.scopes.split(/[\s,]+/).filter(Boolean);
  return readDefinition({
    schema: appConnectionInputSchema,
    fieldOf: appConnectionField,
    problems,
    input: {
      ...(values.title.trim() ? { title: values.title.trim() } : {}),
      clientId: values.clientId.trim() || undefined,
      ...secretOf(values, base),
      ...(scopes.length > 0 ? { scopes } : {}),
      ...lifetime('refreshTokenLifetime', values.refreshTokenLifetime),
      ...lifetime('sessionLifetime', values.sessionLifetime),
      default: values.default,
    },
  });
}

function needsSecret(
  values: AppConnectionValues,
  base: AppConnection | undefined,
): boolean {
  return (
    values.secretChoice === 'replace' ||
    (values.secretChoice === 'keep' && !canKeepSecret(values, base))
  );
}

function secretOf(
  values: AppConnectionValues,
  base: AppConnection | undefined,
) {
  if (needsSecret(values, base)) {
    return { clientSecret: values.clientSecret.trim() || undefined };
  }
  return values.secretChoice === 'public' ? { clientSecret: null } : {};
}

function lifetime(
  field: 'refreshTokenLifetime' | 'sessionLifetime',
  days: string,
) {
  return days.trim() ? { [field]: { days: Number(days) } } : {};
}
