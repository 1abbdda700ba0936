import { randomBytes } from 'node:crypto';
import type { RecordedResponse } from '../processes/BackendClient';
import { secretForms, type SecretForm } from './secretForms';

/** A secret that was found where it does not belong. */
export type Leak = {
  /** The name that the secret was registered under. */
  secret: string;
  /** How it was encoded. */
  form: string;
  /** In which text. */
  where: string;
};

/** Everything that a run has shown to the outside. */
export type LeakEvidence = {
  responses?: readonly RecordedResponse[];
  /** By name, for instance `replica 1`. */
  logs?: Record<string, string>;
  /** As the browser gets it. */
  frontendConfig?: unknown;
  /** As `dumpDatabase` writes it. */
  databaseDump?: string;
  /** Whatever else is to be searched, by name. */
  texts?: Record<string, string>;
};

/** Shorter values would be found by accident. */
const MIN_SECRET_LENGTH = 12;

/** Knows all secrets of a run and finds them in what the run has shown, raw and encoded. */
export class LeakOracle {
  readonly #secrets = new Map<string, SecretForm[]>();

  /** Makes a unique value to be used as a secret, with characters that encodings change. */
  canary(name: string): string {
    const value = `${randomBytes(12).toString('hex')}/+=~"&`;
    this.register(name, value);
    return value;
  }

  /** Registers a secret that somebody else has made, such as a token of the simulator. */
  register(name: string, value: string): void {
    if (value.length < MIN_SECRET_LENGTH) {
      throw new Error(
        `The secret ${name} must be at least ${MIN_SECRET_LENGTH} characters long`,
      );
    }
    this.#secrets.set(name, secretForms(value));
  }

  /** Registers every token that a simulated workspace has issued and still knows. */
  registerTokens(issued: {
    accessTokens: readonly string[];
    refreshTokens: readonly { token: string }[];
  }): void {
    for (const token of issued.accessTokens) {
      this.register(`access token ${token.slice(-6)}`, token);
    }
    for (const { token } of issued.refreshTokens) {
      this.register(`refresh token ${token.slice(-6)}`, token);
    }
  }

  /** The names of all secrets that were registered. */
  get names(): string[] {
    return [...this.#secrets.keys()];
  }

  /** One entry a secret and text, with the first form that was found there. */
  search(evidence: LeakEvidence): Leak[] {
    return textsOf(evidence).flatMap(([where, text]) =>
      [...this.#secrets].flatMap(([secret, forms]) => {
        const found = forms.find(({ needle }) => text.includes(needle));
        return found ? [{ secret, form: found.form, where }] : [];
      }),
    );
  }
}

function textsOf(evidence: LeakEvidence): [where: string, text: string][] {
  const texts: [string, string][] = [];
  for (const response of evidence.responses ?? []) {
    const headers = [...response.headers].map(header => header.join(': '));
    texts.push([
      `response of ${response.method} ${response.path.split('?')[0]}`,
      [...headers, response.body].join('\n'),
    ]);
  }
  for (const [name, log] of Object.entries(evidence.logs ?? {})) {
    texts.push([`log of ${name}`, log]);
  }
  if (evidence.frontendConfig !== undefined) {
    texts.push(['frontend config', JSON.stringify(evidence.frontendConfig)]);
  }
  if (evidence.databaseDump !== undefined) {
    texts.push(['database', evidence.databaseDump]);
  }
  return [...texts, ...Object.entries(evidence.texts ?? {})];
}
