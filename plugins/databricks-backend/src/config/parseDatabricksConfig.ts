import { ConfigReader, readDurationFromConfig } from '@backstage/config';
import type { JsonValue } from '@backstage/types';
import {
  appConnectionInputSchema,
  checkFabricInput,
  DEFAULT_ALLOWED_HOSTS,
  describeProblems,
  fabricInputFields,
  isDefinitionName,
  isFullEntityRef,
  lifetimeSchema,
  NAME_EXPECTED,
  parseAllowedHost,
  parseWorkspaceUrl,
  servicePrincipalInputSchema,
  strictDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { z } from 'zod/v4';
import { ENCRYPTION_KEY_EXPECTED } from './encryptionKeys';
import { normalizeEntityRef } from './normalizeEntityRef';

/** IDs of backend plugins, as `plugin:<id>` has them. */
const PLUGIN_ID_PATTERN = /^[a-z0-9]+(?:[-_.][a-z0-9]+)*$/;

const ADMIN_EXPECTED =
  "must be a full entity ref such as group:default/platform, or '*' alone";
const ADMINS_EXPECTED =
  "must be a list of full entity refs such as [group:default/platform], or ['*']";
const CONSUMED_FABRICS_EXPECTED =
  "must be a list of names of fabrics, or '*' for all";

function namedEntries<Value extends z.ZodType>(
  value: Value,
  isName: (name: string) => boolean = isDefinitionName,
  nameExpected: string = NAME_EXPECTED,
) {
  return z.record(z.string().refine(isName), value, {
    error: issue =>
      issue.code === 'invalid_key'
        ? `is not a good name: it ${nameExpected}`
        : 'must be an object with one entry a name',
  });
}

function textOf(what: string) {
  return z.string({
    error: issue => {
      if (issue.input === undefined) {
        return `is missing: it ${what}`;
      }
      return typeof issue.input === 'number'
        ? `was read as a number: put it in quotes; it ${what}`
        : what;
    },
  });
}

/**
 * Reads what Backstage takes for a boolean (`"true"`, `"1"`, `"no"`, ...), since environment variables hold texts only.
 * What it does not take stays as it is, and the schema refuses it.
 */
function plainFlag(value: unknown): unknown {
  try {
    const config = new ConfigReader({ value: value as JsonValue });
    return config.getBoolean('value');
  } catch {
    return value;
  }
}

/**
 * Puts a duration into the form `{ days: 7 }`. Backstage also takes texts (`7 days`, `P7D`), and numbers as texts. What
 * is no duration stays as it is, and the schema refuses it.
 */
function plainDuration(value: unknown): unknown {
  try {
    const config = new ConfigReader({ value: value as JsonValue });
    return { ...readDurationFromConfig(config, { key: 'value' }) };
  } catch {
    return value;
  }
}

const flag = z.preprocess(
  plainFlag,
  z.boolean({ error: 'must be true or false' }),
);

/** Flags and durations may be texts in app-config. The schema is that of the API, which takes no such texts. */
const appConnection = z.preprocess(
  input =>
    isObject(input)
      ? {
          ...input,
          public: plainFlag(input.public),
          default: plainFlag(input.default),
          refreshTokenLifetime: plainDuration(input.refreshTokenLifetime),
          sessionLifetime: plainDuration(input.sessionLifetime),
        }
      : input,
  appConnectionInputSchema,
);

const admin = textOf(ADMIN_EXPECTED)
  .refine(ref => ref === '*' || isFullEntityRef(ref), { error: ADMIN_EXPECTED })
  .transform(normalizeEntityRef);

const allowedHost = textOf('must be a host name').transform((text, context) => {
  const { value, problem } = parseAllowedHost(text);
  if (problem !== undefined) {
    context.addIssue({ code: 'custom', message: problem });
    return z.NEVER;
  }
  return value;
});

const workspace = strictDefinition({
  title: fabricInputFields.shape.title.unwrap(),
  url: textOf(
    'must be a workspace URL such as https://<workspace host>',
  ).transform((text, context) => {
    const { value, problem } = parseWorkspaceUrl(text);
    if (problem !== undefined) {
      context.addIssue({ code: 'custom', message: problem });
      return z.NEVER;
    }
    return value;
  }),
});

const encryption = strictDefinition({
  primaryKey: textOf('must name one of encryption.keys'),
  keys: namedEntries(
    strictDefinition({ secret: textOf(ENCRYPTION_KEY_EXPECTED) }),
  ),
});

const consumedFabrics = z.preprocess(
  value => (value === '*' ? ['*'] : value),
  z
    .array(
      textOf('must be the name of a fabric').refine(
        name => name === '*' || isDefinitionName(name),
        { error: CONSUMED_FABRICS_EXPECTED },
      ),
      { error: CONSUMED_FABRICS_EXPECTED },
    )
    .refine(names => names.length < 2 || !names.includes('*'), {
      error: "must not list '*' beside names of fabrics",
    })
    .transform(names => (names.includes('*') ? ('*' as const) : names)),
);

const fabric = strictDefinition({
  ...fabricInputFields.shape,
  servicePrincipal: servicePrincipalInputSchema.optional(),
}).superRefine(checkFabricInput);

/** Everything below `databricks` in app-config. Checks each value by itself; what depends on others is checked later. */
const databricksSchema = strictDefinition({
  admins: z
    .array(admin, { error: ADMINS_EXPECTED })
    .transform(refs => [...new Set(refs)])
    .refine(refs => refs.length < 2 || !refs.includes('*'), {
      error: "must not list '*' beside entity refs",
    })
    .default([]),
  encryption: encryption.optional(),
  appConnections: namedEntries(appConnection).default({}),
  allowedHosts: z
    .array(allowedHost, {
      error: "must be a list of hosts such as ['.cloud.databricks.com']",
    })
    .default([...DEFAULT_ALLOWED_HOSTS]),
  allowPrivateNetwork: flag.default(false),
  workspaces: namedEntries(workspace).default({}),
  requireSameUser: flag.default(false),
  serveMetadataCallback: flag.default(true),
  consumers: namedEntries(
    strictDefinition({
      user: flag.default(false),
      servicePrincipalOf: consumedFabrics.default([]),
    }),
    id => PLUGIN_ID_PATTERN.test(id),
    'must be the ID of a backend plugin, such as scaffolder',
  ).default({}),
  endConnectionsOfRemovedUsers: z
    .preprocess(plainDuration, lifetimeSchema)
    .optional(),
  fabrics: namedEntries(fabric).default({}),
});

export type ParsedConfig = z.output<typeof databricksSchema>;

/** Sections of which one bad entry can be left out while the others are still checked. */
const NAMED_SECTIONS = ['appConnections', 'consumers', 'fabrics', 'workspaces'];

/**
 * Reads everything below `databricks`. If something is wrong, the rest is read all the same, so that all problems are
 * reported at once.
 *
 * @returns the data without bad entries and sections; the names of the sections that had any; and a sentence for each
 * problem, which repeats no secret
 */
export function parseDatabricksConfig(databricks: JsonValue): {
  data: ParsedConfig | undefined;
  broken: ReadonlySet<string>;
  problems: string[];
} {
  const { data, error } = databricksSchema.safeParse(databricks);
  const broken = new Set<string>();
  if (!error) {
    return { data, broken, problems: [] };
  }
  const problems = describeProblems(error, 'databricks').map(withUnsetHint);
  if (!isObject(databricks)) {
    return { data, broken, problems };
  }
  const rest = structuredClone(databricks);
  for (const issue of error.issues) {
    const [section, name] = issue.path.map(String);
    if (issue.code === 'unrecognized_keys' && section === undefined) {
      issue.keys.forEach(key => delete rest[key]);
      continue;
    }
    broken.add(section);
    const entries = rest[section];
    if (NAMED_SECTIONS.includes(section) && name && isObject(entries)) {
      delete entries[name];
    } else {
      delete rest[section];
    }
  }
  return { data: databricksSchema.safeParse(rest).data, broken, problems };
}

/** Adds a hint: Backstage silently leaves out a key whose environment variable is not set. */
function withUnsetHint(problem: string): string {
  return /\.(?:clientId|clientSecret|secret) is missing/.test(problem)
    ? `${problem}; an unset \${VAR} removes its key`
    : problem;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
