import { z } from 'zod/v4';

/** Client IDs of Databricks have 36 characters; this is what the columns of the database hold. */
const MAX_CLIENT_ID_LENGTH = 255;
/** Client secrets of Databricks have under 100 characters. */
const MAX_CLIENT_SECRET_LENGTH = 1024;
const MAX_TITLE_LENGTH = 200;
const MAX_DESCRIPTION_LENGTH = 2000;
const MAX_SCOPES = 100;

/** Names of app connections, fabrics and encryption keys. */
const NAME_PATTERN = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_NAME_LENGTH = 63;

/**
 * Whether a text can name an app connection, a fabric or an encryption key.
 *
 * @public
 */
export function isDefinitionName(name: string): boolean {
  return name.length <= MAX_NAME_LENGTH && NAME_PATTERN.test(name);
}

/**
 * What a name has to look like, as the end of a sentence.
 *
 * @public
 */
export const NAME_EXPECTED =
  'must be a name of at most 63 lower-case letters, digits and single hyphens that begins with a letter';

/**
 * A message for a text that is missing or not a text. A number is worth its own: YAML reads unquoted hex IDs as
 * numbers, `8e12345678901234` even as Infinity.
 */
export function expected(what: string) {
  return (issue: { input?: unknown }): string => {
    if (issue.input === undefined) {
      return `is missing: it ${what}`;
    }
    if (typeof issue.input === 'number') {
      return `was read as a number: put it in quotes; it ${what}`;
    }
    return what;
  };
}

/** A text of the given form. */
function text(what: string, pattern: RegExp) {
  return z.string({ error: expected(what) }).regex(pattern, { error: what });
}

/** `true` or `false`. */
export function flag() {
  return z.boolean({ error: 'must be true or false' });
}

/** The name of an app connection, a fabric or an encryption key. */
export function definitionName() {
  return z
    .string({ error: expected(NAME_EXPECTED) })
    .refine(isDefinitionName, { error: NAME_EXPECTED });
}

/** What people read first. */
export function title() {
  return text(
    `must be a text of 1 to ${MAX_TITLE_LENGTH} characters on one line`,
    new RegExp(
      `^(?=\\S)[^\\p{Cc}\\p{Cs}]{1,${MAX_TITLE_LENGTH}}(?<=\\S)$`,
      'u',
    ),
  );
}

/** What people read next. */
export function description() {
  return text(
    `must be a text of 1 to ${MAX_DESCRIPTION_LENGTH} characters`,
    new RegExp(
      `^(?:[^\\p{Cc}\\p{Cs}]|[\\t\\n\\r]){1,${MAX_DESCRIPTION_LENGTH}}$`,
      'u',
    ),
  );
}

/** An OAuth client ID. */
export function clientId() {
  return text(
    `must be a client ID: 1 to ${MAX_CLIENT_ID_LENGTH} ASCII characters without spaces`,
    new RegExp(`^[\\x21-\\x7e]{1,${MAX_CLIENT_ID_LENGTH}}$`),
  );
}

const CLIENT_SECRET_EXPECTED = `must be a client secret: 1 to ${MAX_CLIENT_SECRET_LENGTH} ASCII characters on one line, without space before or after`;

const CLIENT_SECRET_PATTERN = new RegExp(
  `^(?! )[\\x20-\\x7e]{1,${MAX_CLIENT_SECRET_LENGTH}}(?<! )$`,
);

/** What pages and tools show in the place of a secret. No secret is made of punctuation alone, or of x alone. */
const MASK = /^(?:[\p{P}\p{S}\s]+|[\p{P}\p{S}\sx]{3,})$/iu;
const MASK_EXPECTED =
  'must be the client secret itself, not the characters that are shown in its place';

/** An OAuth client secret. No message repeats it. */
export function clientSecret() {
  return z
    .string({ error: expected(CLIENT_SECRET_EXPECTED) })
    .refine(secret => !MASK.test(secret), { error: MASK_EXPECTED, abort: true })
    .regex(CLIENT_SECRET_PATTERN, { error: CLIENT_SECRET_EXPECTED });
}

/** OAuth scopes (RFC 6749, 3.3), at least one. */
export function scopes() {
  const what =
    'must be a list of at least one scope, such as [all-apis, offline_access]';
  return z
    .array(
      text(
        'must be one OAuth scope, such as all-apis',
        /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/,
      ),
      { error: what },
    )
    .min(1, { error: what })
    .max(MAX_SCOPES, { error: `must not list more than ${MAX_SCOPES} scopes` })
    .refine(list => new Set(list).size === list.length, {
      error: 'must not list a scope twice',
    });
}
