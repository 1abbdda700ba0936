import type { Parsed } from './parsed';

/**
 * Where Databricks' workspaces live. A leading dot is a suffix with at least one label in front.
 *
 * @public
 */
export const DEFAULT_ALLOWED_HOSTS: readonly string[] = [
  '.cloud.databricks.com',
  '.cloud.databricks.us',
  '.azuredatabricks.net',
  '.databricks.azure.us',
  '.databricks.azure.cn',
  '.gcp.databricks.com',
];

/**
 * Which hosts may be a workspace.
 *
 * @public
 */
export type WorkspaceHostRules = {
  /** `.suffix` or `exact.host`, on port 443 only, or `exact.host:port`. */
  allowedHosts: readonly string[];
  /** Development: a loopback host needs no entry, and may be plain `http`. */
  allowLoopback: boolean;
};

const EXPECTED = 'must be a workspace URL such as https://<workspace host>';

// Matched before `new URL` sees it: URL repairs line breaks, backslashes, %61 and full-width dots silently.
const URL_PATTERN =
  /^(https?):\/\/([a-z0-9.-]{1,253}|\[::1\])(?::([0-9]{1,5}))?\/?(?:\?o=([0-9]{1,20}))?$/i;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const HOSTNAME_PATTERN = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`);

/** 127.0.0.0/8, written as URL parsers write it. */
const LOOPBACK_ADDRESS =
  /^127(?:\.(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$/;

/** What URL parsers take for an IPv4 address, in any notation: the last label is a number. */
const IPV4_LIKE = /(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/;

/**
 * Whether a host name, as it stands in a URL, is this machine's own.
 *
 * @public
 */
export function isLoopbackHost(hostname: string): boolean {
  return (
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    LOOPBACK_ADDRESS.test(hostname)
  );
}

/**
 * Reads a workspace URL by its form alone: whether the host is allowed is {@link checkWorkspaceUrl}'s. A pasted
 * `/` is dropped, so is `?o=<workspace id>` where the host is `adb-<the same number>`, the host is put in lower case.
 *
 * @returns `https://host`, with `:port` where that is not the scheme's own
 * @public
 */
export function parseWorkspaceUrl(text: string): Parsed<string> {
  const match = URL_PATTERN.exec(text);
  if (!match) {
    return {
      problem: `${EXPECTED}: https, a host name, and nothing else`,
    };
  }
  const scheme = match[1].toLowerCase();
  const hostname = match[2].toLowerCase();
  const otherWorkspace = workspaceIdProblem(hostname, match[4]);
  if (otherWorkspace) {
    return { problem: otherWorkspace };
  }
  if (isLoopbackHost(hostname)) {
    return parseOrigin(scheme, hostname, match[3]);
  }
  if (IPV4_LIKE.test(hostname)) {
    return { problem: `${EXPECTED}, not an IP address` };
  }
  if (!HOSTNAME_PATTERN.test(hostname) || !hostname.includes('.')) {
    return { problem: `${EXPECTED}, with a full host name` };
  }
  if (/(?:^|\.)xn--/.test(hostname)) {
    return { problem: `${EXPECTED}, in plain ASCII letters` };
  }
  if (scheme !== 'https') {
    return { problem: `${EXPECTED}: it must begin with https://` };
  }
  return parseOrigin(scheme, hostname, match[3]);
}

/**
 * Says why `?o=<workspace ID>` cannot be dropped: Databricks takes it for the workspace that is meant, so that one
 * host can stand for several. Only a host `adb-<the same number>` is known to be that one.
 */
export function workspaceIdProblem(
  hostname: string | undefined,
  workspaceId: string | undefined,
): string | undefined {
  return workspaceId === undefined ||
    hostname?.startsWith(`adb-${workspaceId}.`)
    ? undefined
    : 'must not carry ?o=<workspace id>: it can choose another workspace than the host, unless that is adb-<the same number>. Remove it where the host alone names the workspace';
}

function parseOrigin(
  scheme: string,
  hostname: string,
  port: string | undefined,
): Parsed<string> {
  const number = port === undefined ? undefined : Number(port);
  if (number !== undefined && (number < 1 || number > 65_535)) {
    return { problem: `${EXPECTED}, with a port between 1 and 65535` };
  }
  const url = new URL(
    `${scheme}://${hostname}${number === undefined ? '' : `:${number}`}`,
  );
  return url.hostname === hostname
    ? { value: url.origin }
    : { problem: `${EXPECTED}, with a full host name` };
}

/**
 * Reads a workspace URL and holds it against the allow-list. Account consoles, login pages and Databricks Apps
 * are never workspaces, whatever the list says.
 *
 * @returns `https://host`, with `:port` where that is not 443
 * @public
 */
export function checkWorkspaceUrl(
  text: string,
  rules: WorkspaceHostRules,
): Parsed<string> {
  const parsed = parseWorkspaceUrl(text);
  if (parsed.value === undefined) {
    return parsed;
  }
  const { protocol, hostname, host, port } = new URL(parsed.value);
  const loopback = isLoopbackHost(hostname);
  if (loopback && rules.allowLoopback) {
    return parsed;
  }
  const never = neverWorkspace(hostname);
  if (never) {
    return { problem: never };
  }
  const listed = rules.allowedHosts.some(entry =>
    entry.startsWith('.')
      ? port === '' && hostname.endsWith(entry)
      : entry === host,
  );
  if (!listed) {
    return {
      problem: loopback
        ? 'must not be a loopback host in production: name the workspace by its Databricks URL'
        : 'must name a host that databricks.allowedHosts lists; another port than 443 must stand there too, as <host>:<port>',
    };
  }
  return protocol === 'https:'
    ? parsed
    : { problem: `${EXPECTED}: it must begin with https://` };
}

function neverWorkspace(hostname: string): string | undefined {
  if (/^accounts(?:-dod)?\./.test(hostname)) {
    return 'must be the URL of a workspace, not of the account console';
  }
  if (hostname.startsWith('login.')) {
    return 'must be the URL of a workspace, not of the login page';
  }
  if (/(?:^|\.)databricksapps\.com$/.test(hostname)) {
    return 'must be the URL of a workspace: Databricks Apps run code of others';
  }
  return undefined;
}

/**
 * Reads an entry of `databricks.allowedHosts`: `.suffix` of at least two labels, `exact.host`, or
 * `exact.host:port`. Without a port it means 443.
 *
 * @returns the entry in lower case, `:443` dropped
 * @public
 */
export function parseAllowedHost(text: string): Parsed<string> {
  const entry = text.toLowerCase();
  const suffix = entry.startsWith('.');
  const url = parseWorkspaceUrl(`https://${suffix ? entry.slice(1) : entry}`);
  if (url.value === undefined || /[/?]/.test(entry)) {
    return {
      problem:
        'must be a host name such as dbc-1234.cloud.databricks.com, or a suffix such as .cloud.databricks.com',
    };
  }
  const { hostname, host, port } = new URL(url.value);
  const never = neverWorkspace(hostname);
  if (never) {
    return {
      problem: 'must not list accounts.*, login.* or *.databricksapps.com',
    };
  }
  if (suffix && (port !== '' || isLoopbackHost(hostname))) {
    return { problem: 'must be a full host where it names a port' };
  }
  return { value: suffix ? `.${hostname}` : host };
}
