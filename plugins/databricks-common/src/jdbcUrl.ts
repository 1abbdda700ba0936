import { parseHttpPath } from './compute';
import type { FabricTarget } from './fabricTarget';
import type { Parsed } from './parsed';
import { parseWorkspaceUrl, workspaceIdProblem } from './workspaceUrl';

const EXPECTED =
  'must be a JDBC URL such as jdbc:databricks://<host>:443/default;httpPath=/sql/1.0/warehouses/<id>';

const PATTERN =
  /^jdbc:(?:databricks|spark):\/\/([^/;?#@\s]+)(?:\/([^;/?#@]*))?(?:;|$)/i;

/**
 * A catalog or schema that a URL may name. Unity Catalog allows more, but not even a part of another property must
 * pass for a name: what has other characters stands in a field of its own.
 */
const PLAIN_NAME = /^[\p{L}\p{M}\p{N}_$-]{1,255}$/u;

/**
 * Names of properties that hold a credential, or the path of one, compared in lower case and without punctuation: all
 * that the drivers know, every HTTP header, and what sounds like these.
 */
const CREDENTIAL_NAME =
  /httpheader|pwd|passw|passphrase|pass(?:code)?$|secret|token|credential|(?:private|api)key|key(?:file|path)?$|jwt|assertion|bearer|cookie|authorization|signature/;

/** Properties of Databricks' drivers (`databricks-jdbc`, and Simba's before it) whose names only sound like it. */
const HARMLESS_NAMES = new Set([
  'auth_jwt_alg',
  'disableoauthrefreshtoken',
  'enabletokencache',
  'enabletokenfederation',
  'oauth2authorizationendpoint',
  'oauth2connauthtokenendpoint',
  'oauth2tokenendpoint',
  'usejwtassertion',
]);

/** Databricks' own tokens (personal access, secrets, refresh) and JSON Web Tokens, wherever they stand. */
const CREDENTIAL_VALUE =
  /(?:dapi|dose|doau|dsapi|dkea)[0-9a-f]{16}|eyJ[\w-]{8}/i;

/**
 * Reads a JDBC URL of Databricks (`jdbc:databricks://`) or of its older driver (`jdbc:spark://`). Host, HTTP
 * path, catalog and schema are kept, other properties are dropped; a URL that carries a credential is refused and
 * never repeated.
 * Names of properties are case-insensitive; `ConnSchema` wins over the schema in the path.
 *
 * @public
 */
export function parseJdbcUrl(text: string): Parsed<FabricTarget> {
  const pairs = text
    .split(';')
    .slice(1)
    .filter(pair => pair.trim() !== '')
    .map(pair => {
      const equals = pair.indexOf('=');
      return equals < 0
        ? { name: pair.trim(), value: undefined }
        : {
            name: pair.slice(0, equals).trim(),
            value: pair.slice(equals + 1).trim(),
          };
    });
  if (carriesCredential(text)) {
    return {
      problem:
        'must not carry a credential: remove PWD, tokens, secrets, key files and HTTP headers from it, the portal signs in by OAuth',
    };
  }

  const match = PATTERN.exec(text.trim());
  if (!match || pairs.some(pair => pair.value === undefined)) {
    return { problem: EXPECTED };
  }
  const properties = new Map<string, string>();
  for (const { name, value } of pairs) {
    const key = name.toLowerCase();
    if (properties.has(key)) {
      return { problem: `${EXPECTED}, with each property once` };
    }
    properties.set(key, value ?? '');
  }

  const scheme = properties.get('ssl') === '0' ? 'http' : 'https';
  const workspace = parseWorkspaceUrl(`${scheme}://${match[1]}`);
  if (workspace.value === undefined) {
    return { problem: `${EXPECTED}: its host ${workspace.problem}` };
  }
  const otherWorkspace = workspaceIdProblem(
    new URL(workspace.value).hostname,
    properties.get('o'),
  );
  if (otherWorkspace) {
    return { problem: `${EXPECTED}: it ${otherWorkspace}` };
  }
  const httpPath = properties.get('httppath');
  const compute = httpPath
    ? parseHttpPath(httpPath, workspace.value)
    : undefined;
  if (compute?.problem !== undefined) {
    return { problem: `${EXPECTED}: its httpPath ${compute.problem}` };
  }
  const catalog = properties.get('conncatalog') || undefined;
  const schema = properties.get('connschema') || match[2] || undefined;
  if (
    (catalog !== undefined && !PLAIN_NAME.test(catalog)) ||
    (schema !== undefined && !PLAIN_NAME.test(schema))
  ) {
    return {
      problem: `${EXPECTED}, with a catalog and schema of letters, digits, _, $ and - alone`,
    };
  }
  return {
    value: {
      workspaceUrl: workspace.value,
      compute: compute?.value,
      catalog,
      schema,
    },
  };
}

/**
 * Whether a credential stands anywhere in the text: whatever separates properties for some driver or for a reader of
 * query strings begins a name here, encoded or not.
 */
function carriesCredential(text: string): boolean {
  return readings(text).some(
    reading =>
      CREDENTIAL_VALUE.test(reading) ||
      /^[^;]*@/.test(reading) ||
      reading.split(';').slice(1).some(isCredentialName) ||
      reading.split(/[;&?,#/|]/).some(hasCredentialName),
  );
}

/** Every `=` ends a name. */
function hasCredentialName(part: string): boolean {
  return part.split('=').slice(0, -1).some(isCredentialName);
}

/** @param pair - a name, with or without `=` and a value */
function isCredentialName(pair: string): boolean {
  const name = pair.split('=', 1)[0].trim().toLowerCase();
  return (
    !HARMLESS_NAMES.has(name) &&
    CREDENTIAL_NAME.test(name.replace(/[^a-z0-9]/g, ''))
  );
}

/** How often a text may have been encoded. */
const MAX_ENCODINGS = 4;

/** The text as it stands, and decoded again and again. */
function readings(text: string): string[] {
  const all = [text.normalize('NFKC')];
  while (all.length <= MAX_ENCODINGS) {
    all.push(decoded(all[all.length - 1]));
  }
  return all;
}

/** Each escape for itself: one that is broken must not keep the others from being read. */
function decoded(text: string): string {
  return text
    .replace(/%([0-9a-f]{2})/gi, (_, hex) =>
      String.fromCharCode(parseInt(hex, 16)),
    )
    .normalize('NFKC');
}
