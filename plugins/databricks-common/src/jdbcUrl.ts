import { parseHttpPath } from './compute';
import { isUnityCatalogName } from './unityCatalogName';
import type { Compute } from './fabric';
import type { Parsed } from './parsed';
import { parseWorkspaceUrl } from './workspaceUrl';

/**
 * What is kept of a JDBC URL.
 *
 * @public
 */
export type JdbcTarget = {
  workspaceUrl: string;
  compute?: Compute;
  catalog?: string;
  schema?: string;
};

const EXPECTED =
  'must be a JDBC URL such as jdbc:databricks://<host>:443/default;httpPath=/sql/1.0/warehouses/<id>';

const PATTERN =
  /^jdbc:(?:databricks|spark):\/\/([^/;?#@\s]+)(?:\/([^;/?#@]*))?((?:;[^;]*)*)$/i;

/** Names of properties that hold a credential, compared in lower case and without punctuation. */
const CREDENTIAL_NAME =
  /pwd|pass(?:word|phrase|code)?$|passphrase|secret|token|credential|privatekey|apikey|jwt|assertion|bearer|cookie/;

/** Properties of Databricks' drivers whose names only sound like it. */
const HARMLESS_NAMES = new Set([
  'enabletokencache',
  'oauth2tokenendpoint',
  'oauth2connauthtokenendpoint',
  'enableoidcdiscovery',
]);

/** Databricks' own tokens (personal access, secrets, refresh) and JSON Web Tokens, wherever they stand. */
const CREDENTIAL_VALUE =
  /(?:dapi|dose|doau|dsapi|dkea)[0-9a-f]{16}|eyJ[\w-]{8}/i;

/**
 * Reads a JDBC URL of Databricks (`jdbc:databricks://`) or of its older driver (`jdbc:spark://`). Host, HTTP
 * path, catalog and schema are kept; a URL that carries a credential is refused and never repeated.
 * Names of properties are case-insensitive; `ConnSchema` wins over the schema in the path.
 *
 * @public
 */
export function parseJdbcUrl(text: string): Parsed<JdbcTarget> {
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
  if (
    CREDENTIAL_VALUE.test(decoded(text)) ||
    /^[^;]*@/.test(text) ||
    pairs.some(pair => isCredentialName(pair.name))
  ) {
    return {
      problem:
        'must not carry a credential: remove PWD, tokens and secrets from it, the portal signs in by OAuth',
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
  const httpPath = properties.get('httppath');
  const compute = httpPath ? parseHttpPath(httpPath) : undefined;
  if (compute?.problem !== undefined) {
    return { problem: `${EXPECTED}: its httpPath ${compute.problem}` };
  }
  const catalog = properties.get('conncatalog') || undefined;
  const schema = properties.get('connschema') || match[2] || undefined;
  if (
    (catalog !== undefined && !isUnityCatalogName(catalog)) ||
    (schema !== undefined && !isUnityCatalogName(schema))
  ) {
    return { problem: `${EXPECTED}, with a plain catalog and schema name` };
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

function isCredentialName(name: string): boolean {
  const plain = decoded(name)
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
  return CREDENTIAL_NAME.test(plain) && !HARMLESS_NAMES.has(plain);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
