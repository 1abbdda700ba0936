import { z } from 'zod/v4';
import { fabricSchema, identityKindSchema } from './fabric';
import { servicePrincipalStatusSchema } from './fabricDefinition';
import { issuerSchema } from './issuer';
import { pauseSchema } from './pause';

/**
 * A fabric in a list: lean, since there may be a thousand. What belongs to its issuer stands there.
 *
 * @public
 */
export const fabricRowSchema = fabricSchema
  .pick({
    name: true,
    title: true,
    description: true,
    type: true,
    owner: true,
    source: true,
    catalog: true,
    schema: true,
    canEdit: true,
    signInNeeded: true,
    workspace: true,
    issuer: true,
    failedTests: true,
  })
  .extend({
    compute: fabricSchema.shape.compute
      .unwrap()
      .omit({ httpPath: true })
      .optional(),
    /** Who acts when nobody is there. */
    automation: z
      .object({
        as: identityKindSchema,
        /** Of the service principal, as all that follows. */
        status: servicePrincipalStatusSchema.optional(),
        /** Its name at Databricks, or its client ID while that is not known. */
        name: z.string().optional(),
        /** A calendar date. */
        secretExpiresAt: z.iso.date().optional(),
        refusal: fabricSchema.shape.servicePrincipal.unwrap().shape.refusal,
      })
      .optional(),
    /** Codes; the fabric itself has the sentences. */
    warnings: z.array(z.string()),
  });

/** @public */
export type FabricRow = z.infer<typeof fabricRowSchema>;

/**
 * The answer of `GET /fabrics`: all that the page needs.
 *
 * @public
 */
export const fabricListSchema = z.object({
  items: z.array(fabricRowSchema),
  issuers: z.array(issuerSchema),
  /** Whether this user administers. */
  admin: z.boolean(),
  /** Who administers, as entity refs, as far as app-config names them. */
  admins: z.array(z.string()),
  /** While no tokens are issued. */
  paused: pauseSchema.optional(),
});

/** @public */
export type FabricList = z.infer<typeof fabricListSchema>;
