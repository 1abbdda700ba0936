import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ClientOptions } from './Account';
import { SimulatorOptions } from './SimulatorOptions';

const DEFAULT_PORT = 8020;

export const USAGE = `A stand-in Databricks. Usage: databricks-simulator [options]

  --port PORT                      one workspace; repeat it for more in the same account (default: ${DEFAULT_PORT})
  --client ID:SECRET:URL[,URL...]  an app connection; without SECRET a public one. URLs may also be repeated:
                                   the same ID and SECRET with another URL adds to it
  --service-principal ID:SECRET    a service principal
  --single-use                     refresh tokens can be used once
  --access-token-lifetime SECONDS  default: 3600
  --config FILE                    JSON with "ports" and any option of startSimulator; options given here win or add
  --verbose                        one line a request
  --help`;

/** What the command line asks for: the workspaces' ports, and the options that they share. */
export type CommandLine =
  | { help: true }
  | {
      help: false;
      ports: number[];
      verbose: boolean;
      options: SimulatorOptions;
    };

/** @throws Error with a message for whoever typed it */
export function readCommandLine(args: string[]): CommandLine {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string', multiple: true },
      client: { type: 'string', multiple: true, default: [] },
      'service-principal': { type: 'string', multiple: true, default: [] },
      'single-use': { type: 'boolean' },
      'access-token-lifetime': { type: 'string' },
      config: { type: 'string' },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    return { help: true };
  }
  const { ports, ...config }: SimulatorOptions & { ports?: number[] } =
    values.config === undefined ? {} : readConfig(values.config);
  const lifetime = values['access-token-lifetime'];
  return {
    help: false,
    verbose: values.verbose,
    ports: values.port?.map(it => readNumber('--port', it, 0, 65_535)) ??
      ports ?? [DEFAULT_PORT],
    options: {
      ...config,
      clients: [...(config.clients ?? []), ...readClients(values.client)],
      servicePrincipals: [
        ...(config.servicePrincipals ?? []),
        ...values['service-principal'].map(readServicePrincipal),
      ],
      ...(values['single-use'] && { refreshTokens: 'singleUse' }),
      ...(lifetime !== undefined && {
        accessTokenLifetimeSeconds: readNumber(
          '--access-token-lifetime',
          lifetime,
          1,
          86_400,
        ),
      }),
    },
  };
}

function readConfig(file: string) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`--config ${file}: ${(error as Error).message}`);
  }
}

function readNumber(name: string, text: string, min: number, max: number) {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < min || number > max) {
    throw new Error(
      `${name} needs a whole number from ${min} to ${max}, not ${text}`,
    );
  }
  return number;
}

function readClients(texts: string[]): ClientOptions[] {
  const clients = new Map<string, ClientOptions>();
  for (const text of texts) {
    const [, clientId, clientSecret, urls] =
      /^([^:]+):([^:]*):(https?:.+)$/.exec(text) ?? [];
    if (clientId === undefined) {
      throw new Error('--client needs ID:SECRET:URL[,URL...]');
    }
    const client = clients.get(clientId) ?? {
      clientId,
      clientSecret: clientSecret || undefined,
      redirectUris: [],
    };
    client.redirectUris.push(...urls.split(','));
    clients.set(clientId, client);
  }
  return [...clients.values()];
}

function readServicePrincipal(text: string) {
  const [, clientId, clientSecret] = /^([^:]+):(.+)$/.exec(text) ?? [];
  if (clientId === undefined) {
    throw new Error('--service-principal needs ID:SECRET');
  }
  return { clientId, clientSecret };
}
