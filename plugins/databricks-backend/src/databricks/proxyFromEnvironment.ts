import { EnvHttpProxyAgent, Pool } from 'undici';

/** A variable of the environment that names a proxy. */
type ProxyVariable = {
  name: string;
  /** Absent where the value cannot be used. */
  url?: string;
};

/** What the environment says of the proxy for workspaces. Has the password of the proxy, where there is one. */
type EnvironmentProxy = {
  /** The one that counts: `HTTPS_PROXY`, or `HTTP_PROXY` where that is not set. */
  used?: ProxyVariable;
  /** Names of the variables whose value cannot be used, whether they count or not. */
  unusable: string[];
  /** Where the variable that counts cannot be used, every call that would need the proxy fails, unsent. */
  agentOptions: EnvHttpProxyAgent.Options;
};

/**
 * Reads `HTTPS_PROXY` and `HTTP_PROXY`, of which the lower-case spelling wins, as undici and others do. A value without
 * a scheme means `http://`. `NO_PROXY` is left to undici.
 */
export function proxyFromEnvironment(
  environment: NodeJS.ProcessEnv = process.env,
): EnvironmentProxy {
  const https = readVariable(environment, 'HTTPS_PROXY');
  const http = readVariable(environment, 'HTTP_PROXY');
  const used = https ?? http;
  return {
    used,
    unusable: [https, http].flatMap(it => (it && !it.url ? [it.name] : [])),
    agentOptions: {
      // Empty means none; absent would let undici read the variables, and throw their values.
      httpProxy: '',
      ...(used && !used.url
        ? { httpsProxy: 'http://unusable.invalid', clientFactory: noClient }
        : { httpsProxy: used?.url ?? '' }),
    },
  };
}

function readVariable(
  environment: NodeJS.ProcessEnv,
  upperCase: string,
): ProxyVariable | undefined {
  const name = [upperCase.toLowerCase(), upperCase].find(
    it => environment[it] !== undefined,
  );
  const value = name && String(environment[name]).trim();
  return value ? { name, url: proxyUrl(value) } : undefined;
}

/** Without anything behind the host: there a password ends up with a `/`, `?` or `#` that should be written as `%XX`. */
function proxyUrl(value: string): string | undefined {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value)
    ? value
    : `http://${value}`;
  if (!URL.canParse(text)) {
    return undefined;
  }
  const url = new URL(text);
  const { protocol, pathname, search, hash, username, password } = url;
  return ['http:', 'https:'].includes(protocol) &&
    `${pathname}${search}${hash}` === '/' &&
    isDecodable(username + password)
    ? url.href
    : undefined;
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}

/** Connects to nothing. */
function noClient(origin: URL): Pool {
  return new Pool(origin, {
    connect: (_options, callback) => {
      const message = 'The proxy of the environment cannot be used';
      const code = 'PROXY_UNUSABLE';
      callback(Object.assign(new Error(message), { code }), null);
    },
  });
}
