import { z } from 'zod/v4';
import {
  clientId,
  clientSecret,
  flag,
  scopes,
  title,
} from './definitionFields';
import { lifetimeSchema } from './lifetime';
import { strictDefinition } from './strictDefinition';

/**
 * The scopes that an app connection asks for when it names none. Without `offline_access` Databricks gives no
 * refresh token.
 *
 * @public
 */
export const DEFAULT_APP_CONNECTION_SCOPES: readonly string[] = [
  'all-apis',
  'offline_access',
];

/**
 * The days that a refresh token lives unless the Databricks admin set something else.
 *
 * @public
 */
export const DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS = 7;

/**
 * An app connection without its name, as app-config and `PUT /app-connections/:name` take it. In a `PUT` an
 * absent `clientSecret` keeps the stored one, and `null` makes a public client, as `public: true` does.
 *
 * @public
 */
export const appConnectionInputSchema = strictDefinition({
  title: title().optional(),
  clientId: clientId(),
  clientSecret: clientSecret().nullish(),
  public: flag().optional(),
  scopes: scopes().optional(),
  refreshTokenLifetime: lifetimeSchema.optional(),
  sessionLifetime: lifetimeSchema.optional(),
  default: flag().optional(),
}).superRefine((definition, context) => {
  if (definition.public && typeof definition.clientSecret === 'string') {
    context.addIssue({
      code: 'custom',
      path: ['public'],
      message:
        'must not stand beside a clientSecret: a public client has none, remove one of the two',
    });
  }
});

/** @public */
export type AppConnectionInput = z.infer<typeof appConnectionInputSchema>;
