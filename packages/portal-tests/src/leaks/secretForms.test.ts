import { secretForms } from './secretForms';

const secret = 's3cr3t-0123456789/+=~"é&\'<>\\ x';

function formsFoundIn(text: string): string[] {
  return secretForms(secret)
    .filter(({ needle }) => text.includes(needle))
    .map(({ form }) => form);
}

describe('secretForms', () => {
  it.each<[form: string, text: string]>([
    ['raw', `before ${secret} after`],
    ['URL-encoded', `https://host/?code=${encodeURIComponent(secret)}&state=1`],
    ['form', new URLSearchParams({ code: secret }).toString()],
    ['JSON-escaped', JSON.stringify({ token: secret })],
    ['JSON-escaped', JSON.stringify({ token: secret }).replace('é', '\\u00e9')],
    [
      'HTML-escaped',
      '<p>s3cr3t-0123456789/+=~&quot;é&amp;&#39;&lt;&gt;\\ x</p>',
    ],
    ['hex', `\\x00${Buffer.from(secret).toString('hex')}ff`],
    ['hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['base64', Buffer.from(secret).toString('base64')],
    ['base64', Buffer.from(`a${secret}b`).toString('base64')],
    ['base64', Buffer.from(`ab${secret}`).toString('base64')],
    ['base64', Buffer.from(`abc${secret}abc`).toString('base64')],
    ['base64url', Buffer.from(`id:${secret}`).toString('base64url')],
    [
      'URL-encoded of base64',
      encodeURIComponent(Buffer.from(secret).toString('base64')),
    ],
    ['JSON-escaped of JSON-escaped', JSON.stringify(JSON.stringify([secret]))],
    [
      'hex of JSON-escaped',
      Buffer.from(JSON.stringify({ secret })).toString('hex'),
    ],
  ])('finds it %s in %s', (form, text) => {
    expect(formsFoundIn(text)).toContain(form);
  });

  it('finds nothing where the secret is not', () => {
    const other = secret.replace('5', '6');
    expect(
      formsFoundIn(
        [
          other,
          JSON.stringify(other),
          encodeURIComponent(other),
          Buffer.from(other).toString('base64'),
          Buffer.from(other).toString('hex'),
        ].join('\n'),
      ),
    ).toEqual([]);
  });
});
