import { DatabricksServiceError } from '../errors';
import { TokenEngine } from '../grants/TokenEngine';
import { ChangeSignals } from '../portal/ChangeSignals';
import { ConnectionAdmin } from './ConnectionAdmin';
import { DatabaseConnectionStore } from './DatabaseConnectionStore';

describe('Ending connections', () => {
  it('forgets their tokens also when nobody can tell whether they were ended', async () => {
    const forgotten: string[] = [];
    const isAway = () =>
      Promise.reject(new DatabricksServiceError('unavailable'));
    const admin = new ConnectionAdmin({
      store: {
        find: async () => [
          { id: '1', owner: 'user:default/alice' },
          { id: '2', owner: 'user:default/mallory' },
        ],
        endByAdmin: isAway,
        remove: isAway,
      } as unknown as DatabaseConnectionStore,
      engine: {
        forget: owner => forgotten.push(owner),
      } as Pick<TokenEngine, 'forget'> as TokenEngine,
      changeSignals: {} as ChangeSignals,
    });
    for (const end of ['end', 'remove'] as const) {
      forgotten.length = 0;
      await expect(
        admin[end]({ appConnection: 'default' }),
      ).rejects.toMatchObject({ code: 'unavailable' });
      expect(forgotten).toEqual(['user:default/alice', 'user:default/mallory']);
    }
  });
});
