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
