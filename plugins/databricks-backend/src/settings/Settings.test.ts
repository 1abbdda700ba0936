import { mockServices } from '@backstage/backend-test-utils';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readTestConfig } from '../config/__testUtils__/testConfig';
import { Sealer } from '../encryption';
import { StoredDefinition } from './DatabaseDefinitionStore';
import { DefinitionSecrets } from './DefinitionSecrets';
import { Settings } from './Settings';

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
    updatedAtMs: version,
    updatedBy: 'user:default/bob',
  };
}

describe('Settings', () => {
  it('show what was written before a reload, though an older read is still under way', async () => {
    const reads: ((rows: StoredDefinition[]) => void)[] = [];
    const config = readTestConfig({});
    const creating = Settings.create({
      config,
      definitions: {
        list: () => new Promise(resolve => reads.push(resolve)),
      },
      secrets: DefinitionSecrets.create({
        sealer: Sealer.create(config.encryption),
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
});
