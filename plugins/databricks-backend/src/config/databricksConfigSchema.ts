import {
  appConnectionInputSchema,
  checkFabricInput,
  fabricInputFields,
  isDefinitionName,
  isFullEntityRef,
  lifetimeSchema,
  NAME_EXPECTED,
  parseAllowedHost,
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

/** Environment variables are texts: as Backstage does, `"true"` is taken for `true`. */
function plainFlag(value: unknown): unknown {
  return value === 'true' || value === 'false' ? value === 'true' : value;
}

function configFlag() {
  return z.preprocess(
    plainFlag,
    z.boolean({ error: 'must be true or false' }).optional(),
  );
}

const appConnection = z.preprocess(
  definition =>
    typeof definition === 'object' && definition !== null
      ? Object.fromEntries(
          Object.entries(definition).map(([key, value]) => [
            key,
            key === 'public' || key === 'default' ? plainFlag(value) : value,
          ]),
        )
      : definition,
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
    .optional(),
);

const fabric = strictDefinition({
  ...fabricInputFields.shape,
  servicePrincipal: servicePrincipalInputSchema.optional(),
}).superRefine(checkFabricInput);

/** Everything below `databricks` in app-config, each value for itself. */
export const databricksConfigSchema = strictDefinition({
  admins: z.array(admin, { error: ADMINS_EXPECTED }).optional(),
  encryption: encryption.optional(),
  appConnections: namedEntries(appConnection).optional(),
  allowedHosts: z
    .array(allowedHost, {
      error: "must be a list of hosts such as ['.cloud.databricks.com']",
    })
    .optional(),
  allowPrivateNetwork: configFlag(),
  serveMetadataCallback: configFlag(),
  consumers: namedEntries(
    strictDefinition({
      user: configFlag(),
      servicePrincipalOf: consumedFabrics,
    }),
    id => PLUGIN_ID_PATTERN.test(id),
    'must be the ID of a backend plugin, such as scaffolder',
  ).optional(),
  endConnectionsOfRemovedUsers: lifetimeSchema.optional(),
  fabrics: namedEntries(fabric).optional(),
});

export type DatabricksConfigInput = z.output<typeof databricksConfigSchema>;
