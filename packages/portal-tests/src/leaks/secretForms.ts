/** How a secret may look where it does not belong: the name of the form, and what to search for. */
export type SecretForm = { form: string; needle: string };

const ENCODINGS: Record<string, (secret: string) => string[]> = {
  'URL-encoded': secret => {
    const encoded = encodeURIComponent(secret);
    return [encoded, encoded.replaceAll('%20', '+'), lowerCaseEscapes(encoded)];
  },
  form: secret => [new URLSearchParams([['', secret]]).toString().slice(1)],
  'JSON-escaped': secret => {
    const escaped = JSON.stringify(secret).slice(1, -1);
    return [escaped, asciiOnly(escaped), escaped.replaceAll('/', '\\/')];
  },
  'HTML-escaped': secret => [
    htmlEscaped(secret, { quote: '&quot;', apostrophe: '&#39;' }),
    htmlEscaped(secret, { quote: '&#34;', apostrophe: '&#x27;' }),
  ],
  hex: secret => {
    const hex = Buffer.from(secret).toString('hex');
    return [hex, hex.toUpperCase()];
  },
  base64: secret => base64Cores(secret, 'base64'),
  base64url: secret => base64Cores(secret, 'base64url'),
};

/** Everything to search for: the secret itself, each encoding of it, and each encoding of an encoding. */
export function secretForms(secret: string): SecretForm[] {
  const once = [{ form: 'raw', needle: secret }, ...encode(secret)];
  const twice = once.flatMap(({ form, needle }) =>
    encode(needle).map(second => ({
      form: `${second.form} of ${form}`,
      needle: second.needle,
    })),
  );
  const byNeedle = new Map<string, SecretForm>();
  for (const form of [...once, ...twice]) {
    if (!byNeedle.has(form.needle)) {
      byNeedle.set(form.needle, form);
    }
  }
  return [...byNeedle.values()];
}

function encode(secret: string): SecretForm[] {
  return Object.entries(ENCODINGS).flatMap(([form, encoding]) =>
    encoding(secret).map(needle => ({ form, needle })),
  );
}

/**
 * The part of the base64 text that does not depend on what stands before and after the secret, for each of the three
 * ways in which the secret may begin within a group of three bytes.
 */
function base64Cores(
  secret: string,
  encoding: 'base64' | 'base64url',
): string[] {
  const bytes = Buffer.from(secret);
  return [0, 1, 2].map(offset => {
    const padded = Buffer.concat([Buffer.alloc(offset), bytes]);
    const begin = Math.ceil((offset * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    return padded.toString(encoding).slice(begin, end);
  });
}

function lowerCaseEscapes(encoded: string): string {
  return encoded.replace(/%[0-9A-F]{2}/g, escape => escape.toLowerCase());
}

function asciiOnly(text: string): string {
  const escaped = text.split('').map(unit => {
    const code = unit.charCodeAt(0);
    return code < 128 ? unit : `\\u${code.toString(16).padStart(4, '0')}`;
  });
  return escaped.join('');
}

function htmlEscaped(
  text: string,
  entities: { quote: string; apostrophe: string },
): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', entities.quote)
    .replaceAll("'", entities.apostrophe);
}
