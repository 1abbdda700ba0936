import { mockServices } from '@backstage/backend-test-utils';
import { randomBytes } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readTestConfig } from '../config/__testUtils__/testConfig';
import { Sealer } from '../encryption/Sealer';
import { StoredDefinition } from './DatabaseDefinitionStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import { LiveSettings } from './LiveSettings';

function row(version: number): StoredDefinition {
  return {
    kind: 'fabric',
    name: 'reports',
    definition: {
      type: 'spark',
      owner: 'group:default/analytics',
      workspaceUrl: 'https://adb-1.2.azuredatabricks.net',
      title: `Version ${version}`,
    },
    version,
    createdAtMs: 1,
    updatedAt: new Date(version).toISOString(),
    updatedBy: 'user:default/bob',
  };
}

describe('Settings', () => {
  it('show what was written before a reload, though an older read is still under way', async () => {
    const reads: ((rows: StoredDefinition[]) => void)[] = [];
    const config = readTestConfig({});
    const creating = LiveSettings.create({
      config,
      definitions: {
        list: () => new Promise(resolve => reads.push(resolve)),
      },
      pauses: { read: async () => undefined },
      secrets: new DefinitionSecrets({
        sealer: new Sealer(config.encryption),
      }),
      logger: mockServices.logger.mock(),
    });
    reads[0]([row(1)]);
    const settings = await creating;
    const title = () => settings.current().fabrics.get('reports')?.title;

    const older = settings.reload();
    // Here something is written: three requests want to see it
    const newer = [settings.reload(), settings.reload(), settings.reload()];
    reads[1]([row(1)]);
    await older;
    await nextTurn();
    expect(title()).toBe('Version 1');
    expect(reads).toHaveLength(3);
    reads[2]([row(2)]);
    await Promise.all(newer);
    expect(title()).toBe('Version 2');
    expect(reads).toHaveLength(3);
  });

  it('open a secret again when another replica has re-encrypted it, and look at no sealed value else', async () => {
    const secret = (id: string) => [id, randomBytes(32)] as const;
    const [lost, present, next] = ['lost', 'present', 'next'].map(secret);
    const locked = row(1);
    Object.assign(locked.definition as object, {
      servicePrincipal: { clientId: 'sp' },
    });
    const sealedWith = (key: ReturnType<typeof secret>) =>
      new DefinitionSecrets({
        sealer: new Sealer({ primaryKey: key[0], keys: new Map([key]) }),
      }).seal(locked, 'sp-secret').sealed;
    let stored = { ...locked, clientSecret: sealedWith(lost) };
    const settings = await LiveSettings.create({
      config: readTestConfig({}),
      definitions: { list: async () => [stored] },
      pauses: { read: async () => undefined },
      secrets: new DefinitionSecrets({
        sealer: new Sealer({
          primaryKey: 'present',
          keys: new Map([present, next]),
        }),
      }),
      logger: mockServices.logger.mock(),
    });
    let changes = 0;
    settings.onChange(() => {
      changes += 1;
    });
    const principal = () =>
      settings.current().fabrics.get('reports')?.servicePrincipal;
    await settings.reload();
    expect([principal()?.secretUnavailable, changes]).toEqual([
      'key_unavailable',
      0,
    ]);

    stored = { ...stored, clientSecret: sealedWith(present) };
    await settings.reload();
    expect([principal()?.clientSecret, changes]).toEqual(['sp-secret', 1]);

    stored = { ...stored, clientSecret: sealedWith(next) };
    await settings.reload();
    expect([principal()?.clientSecret, changes]).toEqual(['sp-secret', 1]);
  });
});
