import { signInMessage } from './signInMessage';

describe('Why a sign-in failed', () => {
  it('is said with the rule that refused it, where that is known', () => {
    expect(signInMessage('databricks_refused', 'not_a_member')).toBe(
      'You signed in, and then: Databricks refuses this identity: it is not a member of this workspace. An admin of the workspace can add it.',
    );
    for (const reason of [undefined, 'canary']) {
      expect(signInMessage('databricks_refused', reason)).toMatch(
        /^Databricks let you sign in and then refused the portal/,
      );
    }
    expect(signInMessage('access_denied', 'not_a_member')).toBe(
      'Databricks did not grant access: it was declined there, or a policy forbids it.',
    );
  });

  it('is said with who can help, where the portal itself does not know whether it is the user', () => {
    const known = signInMessage('other_person');
    const noEmail = signInMessage('other_person', 'no_email');
    const noCatalog = signInMessage('other_person', 'catalog');
    expect(noEmail).toMatch(/An admin of the portal can add it to you/);
    expect(noCatalog).toMatch(/Nothing was stored; try again in a moment/);
    expect(new Set([known, noEmail, noCatalog]).size).toBe(3);
  });
});
