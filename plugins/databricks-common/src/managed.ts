import { z } from 'zod/v4';

/** Where something is defined. `etag` goes as `If-Match` with a change. */
export const managedSchema = z.object({
  source: z.enum(['config', 'database']),
  etag: z.string(),
  updatedAt: z.iso.datetime().optional(),
  updatedBy: z.string().optional(),
});
