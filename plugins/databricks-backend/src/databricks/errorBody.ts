import { parseJson } from '../parseJson';
import { DatabricksRefusal } from './DatabricksCallError';
import { Answer } from './guardedFetch';

/** The longest text of Databricks that a pattern looks at: its own sentences are shorter. */
const MAX_TEXT_LENGTH = 512;

/** A body that is larger tells of no error that we know. */
const MAX_ERROR_BODY_LENGTH = 64 * 1024;

/** What a body says of an error. Read to decide, never shown and never logged. */
export type ErrorBody = {
  /** OAuth's `error` (RFC 6749, 5.2), or what stands for it in Databricks' other dialects. */
  error: string;
  /** Whether `error` is a code of OAuth's. */
  isOAuth: boolean;
  description: string;
};

/**
 * Databricks words errors as OAuth does, with `errorCode` and `errorSummary`, with `error_code` and `message`, as SCIM
 * does with `detail`, or in plain text.
 */
export function readErrorBody(text: string): ErrorBody {
  const body =
    text.length <= MAX_ERROR_BODY_LENGTH ? parseJson(text) : undefined;
  if (typeof body !== 'object' || body === null) {
    return { error: '', isOAuth: false, description: cut(text) };
  }
  const fields = new Map<string, unknown>(Object.entries(body));
  const first = (...names: string[]) =>
    cut(String(names.map(name => fields.get(name)).find(isPlain) ?? ''));
  const error = first('error', 'errorCode', 'error_code');
  return {
    error,
    // Databricks' own codes are numbers or in capitals
    isOAuth: /^[a-z_]+$/.test(error),
    description: first(
      'error_description',
      'errorSummary',
      'message',
      'detail',
    ),
  };
}

/** Why Databricks lets nobody in from here, if the answer says so in words that we know. No name of theirs has such words. */
export function networkRefusalOf(
  { headers }: Pick<Answer, 'headers'>,
  description: string,
): DatabricksRefusal | undefined {
  const phrase = headers.get('x-databricks-reason-phrase');
  const text = cut(`${phrase} ${headers.get('location')} ${description}`);
  if (/ip acl\b|ip access list/i.test(text)) {
    return 'ip_access_list';
  }
  return /private link access|private-link-validation|public access is not allowed/i.test(
    text,
  )
    ? 'private_link'
    : undefined;
}

/** The same, or why it refuses who asks. Only of an answer that names nothing else: names may contain anything. */
export function refusalOf(
  answer: Pick<Answer, 'headers'>,
  description: string,
): DatabricksRefusal | undefined {
  const refusal = networkRefusalOf(answer, description);
  if (refusal) {
    return refusal;
  }
  if (/entitlement|workspace-access|databricks-sql-access/i.test(description)) {
    return 'entitlement';
  }
  return /not a member|not part of org|not assigned to (?:this|the) workspace/i.test(
    description,
  )
    ? 'not_a_member'
    : undefined;
}

/** @returns at most 512 characters */
export function cut(text: string): string {
  return text.slice(0, MAX_TEXT_LENGTH);
}

function isPlain(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}
