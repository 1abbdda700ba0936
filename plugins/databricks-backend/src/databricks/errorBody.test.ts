import { networkRefusalOf, readErrorBody, refusalOf } from './errorBody';
import { toDatabricksCallError } from './toDatabricksCallError';
import { errorOf } from './__testUtils__/OAuthHarness';
import { StandIn } from './__testUtils__/StandIn';
import { createWorkspaceClient } from './createWorkspaceClient';

/** What makes patterns that try many beginnings, or many lengths, try the most. */
const ADVERSARIAL = [
  'scope ',
  'scopes not ',
  'oauth application ',
  'required scopes: a, ',
  'required scopes: a.',
  'token is ',
  'ip ',
  'private ',
];

/** The best of some runs, in milliseconds: others may use the machine meanwhile. */
function fastestMs(work: () => void): number {
  const runs = Array.from({ length: 15 }, () => {
    const startedAt = performance.now();
    work();
    return performance.now() - startedAt;
  });
  return Math.min(...runs);
}

describe('Long texts of Databricks', () => {
  const read = (error_description: string) => () =>
    toDatabricksCallError(new Error(), {
      operation: 'refresh',
      answer: {
        status: 400,
        headers: new Headers(),
        body: JSON.stringify({ error: 'invalid_request', error_description }),
      },
      nowMs: 0,
    });

  it.each(ADVERSARIAL)(
    'take the time of reading them, not more: %s',
    pattern => {
      const length = 30_000;
      const text = (times: number) =>
        pattern.repeat((times * length) / pattern.length);
      const once = fastestMs(read(text(1)));
      const twice = fastestMs(read(text(2)));
      // A pattern whose time grows with the square takes four times as long, and at this length hundreds of milliseconds
      expect(twice).toBeLessThan(3 * once + 1);
    },
  );

  it('are read to the end of a sentence of Databricks and no further', async () => {
    const standIn = await StandIn.start();
    try {
      const client = createWorkspaceClient(() => ({
        allowedHosts: [],
        allowPrivateNetwork: false,
        production: false,
      }));
      const me = () =>
        errorOf(
          client.getCurrentUser({
            workspaceUrl: standIn.url,
            accessToken: 'token',
          }),
        );
      const kindAfter = async (padding: number) => {
        standIn.answer(403, `${' '.repeat(padding)}Invalid Token`);
        return (await me()).kind;
      };
      expect(await kindAfter(400)).toBe('token_rejected');
      expect(await kindAfter(600)).toBe('refused');
    } finally {
      await standIn.stop();
    }
  });
});

describe('What a body says of an error', () => {
  it.each<[string, unknown, string, boolean, string]>([
    [
      'OAuth',
      { error: 'invalid_grant', error_description: 'gone' },
      'invalid_grant',
      true,
      'gone',
    ],
    [
      'another OAuth',
      { errorCode: 'invalid_client', errorSummary: 'unknown' },
      'invalid_client',
      true,
      'unknown',
    ],
    [
      'the REST API',
      { error_code: 'PERMISSION_DENIED', message: 'no' },
      'PERMISSION_DENIED',
      false,
      'no',
    ],
    ['SCIM', { status: '403', detail: 'no' }, '', false, 'no'],
    ['a number', { error_code: 403, message: 7 }, '403', false, '7'],
    [
      'several, the first that is plain',
      {
        error: { code: 1 },
        errorCode: 'second',
        error_description: ['x'],
        errorSummary: null,
        message: 'third',
        detail: 'fourth',
      },
      'second',
      true,
      'third',
    ],
    ['nothing', {}, '', false, ''],
    ['a list', [1], '', false, ''],
    ['with a code within', { error: 'a_b C' }, 'a_b C', false, ''],
    ['with a code at its end', { error: '1 a_b' }, '1 a_b', false, ''],
  ])('in the words of %s', (_, body, error, isOAuth, description) => {
    expect(readErrorBody(JSON.stringify(body))).toEqual({
      error,
      isOAuth,
      description,
    });
  });

  it.each(['Invalid Token', 'null', '"text"', '7', ''])(
    'is its text where it is %j',
    text => {
      expect(readErrorBody(text)).toEqual({
        error: '',
        isOAuth: false,
        description: text,
      });
    },
  );

  it('is cut before anything looks at it, and not read where it is too large for an error', () => {
    const long = 'x'.repeat(600);
    const { error, description } = readErrorBody(
      JSON.stringify({ error: long, message: long }),
    );
    expect([error.length, description.length]).toEqual([512, 512]);
    expect(readErrorBody(long).description).toHaveLength(512);
    const body = (length: number) => {
      const empty = JSON.stringify({ error: 'a', padding: '' });
      const padding = 'x'.repeat(length - empty.length);
      return JSON.stringify({ error: 'a', padding });
    };
    expect(readErrorBody(body(64 * 1024)).error).toBe('a');
    expect(readErrorBody(body(64 * 1024 + 1)).error).toBe('');
  });
});

describe('Why Databricks refuses for good', () => {
  const answerOf = (headers: Record<string, string> = {}) => ({
    headers: new Headers(headers),
  });

  it.each([
    ['is blocked by Databricks IP ACL for workspace: 1', 'ip_access_list'],
    ['not in the IP ACCESS LIST', 'ip_access_list'],
    ['Private Link access denied', 'private_link'],
    ['see private-link-validation-error', 'private_link'],
    ['Public access is not allowed', 'private_link'],
    ['lacks an Entitlement', 'entitlement'],
    ['needs workspace-access', 'entitlement'],
    ['needs databricks-sql-access', 'entitlement'],
    ['you are not a member of it', 'not_a_member'],
    ['User is not part of org 1', 'not_a_member'],
    ['not assigned to this workspace', 'not_a_member'],
    ['not assigned to the workspace', 'not_a_member'],
    // A name that only begins like one
    ['in ip aclaria', undefined],
    ['not assigned to a workspace', undefined],
    ['', undefined],
  ])('is read of its words: %s', (description, refusal) => {
    expect(refusalOf(answerOf(), description)).toBe(refusal);
    const isOfNetwork =
      refusal === 'ip_access_list' || refusal === 'private_link';
    expect(networkRefusalOf(answerOf(), description)).toBe(
      isOfNetwork ? refusal : undefined,
    );
  });

  it('is read of headers too, where a network is refused', () => {
    const phrase = answerOf({ 'x-databricks-reason-phrase': 'by IP ACL' });
    const login = answerOf({ location: 'https://x/private-link-validation' });
    for (const read of [refusalOf, networkRefusalOf]) {
      expect(read(phrase, '')).toBe('ip_access_list');
      expect(read(login, '')).toBe('private_link');
      // Nothing is read across two of them
      expect(
        read(answerOf({ 'x-databricks-reason-phrase': 'ip' }), 'acl'),
      ).toBeUndefined();
    }
    expect(
      refusalOf(answerOf({ location: 'https://x/entitlement' }), ''),
    ).toBeUndefined();
  });

  it('is not looked for beyond what is read of a text', () => {
    const padding = 'x'.repeat(512);
    const phrase = answerOf({ 'x-databricks-reason-phrase': padding });
    expect(networkRefusalOf(phrase, 'ip acl')).toBeUndefined();
  });
});
