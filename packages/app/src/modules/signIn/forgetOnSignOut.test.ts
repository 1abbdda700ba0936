import { mockApis } from '@backstage/frontend-test-utils';
import { forgetOnSignOut } from './forgetOnSignOut';
import { rememberedPerson } from './rememberedPerson';

describe('forgetOnSignOut', () => {
  it('keeps who is signed in until they sign out', async () => {
    const identity = forgetOnSignOut(
      mockApis.identity({ userEntityRef: 'user:default/alice', token: 't' }),
    );
    rememberedPerson.set('alice');

    await expect(identity.getBackstageIdentity()).resolves.toMatchObject({
      userEntityRef: 'user:default/alice',
    });
    await expect(identity.getCredentials()).resolves.toEqual({ token: 't' });
    expect(rememberedPerson.get()).toBe('alice');

    await identity.signOut();
    expect(rememberedPerson.get()).toBeUndefined();
  });

  it('knows nobody but the people of the demo', () => {
    window.sessionStorage.setItem('demo-portal.person', 'carol');
    expect(rememberedPerson.get()).toBeUndefined();
  });
});
