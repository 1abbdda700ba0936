import { randomBytes } from 'node:crypto';
import { Sealer } from '../encryption/Sealer';
import { DatabricksServiceError } from '../errors';
import { TokenEngine } from '../grants/TokenEngine';
import { ChangeSignals } from '../portal/ChangeSignals';
import { LiveSettings } from '../settings/LiveSettings';
import { ConnectionAdmin } from './ConnectionAdmin';
import { DatabaseConnectionAdminStore } from './DatabaseConnectionAdminStore';

describe('Ending connections', () => {
  it('forgets their tokens also when nobody can tell whether they were ended', async () => {
    const forgotten: string[] = [];
    const admin = new ConnectionAdmin({
      store: {
        find: async () => [
          { id: '1', userEntityRef: 'user:default/alice' },
          { id: '2', userEntityRef: 'user:default/mallory' },
        ],
        end: () => Promise.reject(new DatabricksServiceError('unavailable')),
      } as unknown as DatabaseConnectionAdminStore,
      settings: {} as LiveSettings,
      engine: {
        forget: owner => forgotten.push(owner),
      } as Pick<TokenEngine, 'forget'> as TokenEngine,
      changeSignals: {} as ChangeSignals,
      sealer: new Sealer({
        primaryKey: 'k1',
        keys: new Map([['k1', randomBytes(32)]]),
      }),
    });
    await expect(admin.end({ appConnection: 'default' })).rejects.toMatchObject(
      { code: 'unavailable' },
    );
    expect(forgotten).toEqual(['user:default/alice', 'user:default/mallory']);
  });
});
