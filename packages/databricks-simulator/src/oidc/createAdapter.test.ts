import { Account } from '../Account';
import { createAdapter } from './createAdapter';
import { TokenStore } from './TokenStore';

it('lets the first of two simultaneous uses win, and ends the family', async () => {
  const tokens = new TokenStore();
  const options = { account: new Account(), tokens };
  const refreshTokens = createAdapter('RefreshToken', options);
  const token = { accountId: 'ada@example.com', clientId: 'app' };
  for (const grantId of ['mine', 'elsewhere']) {
    await createAdapter('Grant', options).upsert(grantId, {}, 60);
    await refreshTokens.upsert(`of-${grantId}`, { ...token, grantId }, 60);
  }

  const results = await Promise.allSettled([
    refreshTokens.consume('of-mine'),
    refreshTokens.consume('of-mine'),
  ]);
  expect(results.map(it => it.status)).toEqual(['fulfilled', 'rejected']);
  await refreshTokens.upsert('successor', { ...token, grantId: 'mine' }, 60);
  expect(tokens.refreshTokens.map(it => it.token)).toEqual(['of-elsewhere']);
});
