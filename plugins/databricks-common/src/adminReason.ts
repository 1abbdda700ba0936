import { z } from 'zod/v4';

/** What an admin writes to the people whom a deed of theirs concerns. */
export const adminReasonSchema = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, {
  error: 'must be a text of 1 to 200 characters on one line',
});
