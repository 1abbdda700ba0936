/**
 * @jest-environment node
 */
import { FileConfigSource } from '@backstage/config-loader';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  appConnection,
  managedFabric,
  settings,
} from '../__testUtils__/settings';
import { appConfigYaml } from './appConfigYaml';

/** Every text of up to five of these. */
const PARTS = ['$', '{', '}', 'A', ':-'];
const TEXTS = Array.from({ length: 5 }).reduce<string[]>(
  texts => [
    ...new Set(['', ...texts.flatMap(text => PARTS.map(part => text + part))]),
  ],
  [''],
);

// The configuration is loaded as a backend does it, on machines that do other things too.
jest.setTimeout(30_000);

describe('What is exported', () => {
  /** What Backstage makes of a configuration file. The variable A is set to something else. */
  async function readBack(yaml: string) {
    const folder = await mkdtemp(join(tmpdir(), 'app-config-'));
    const path = join(folder, 'app-config.yaml');
    await writeFile(path, yaml);
    const source = FileConfigSource.create({
      path,
      watch: false,
      substitutionFunc: async name => `value of ${name}`,
    });
    for await (const { configs } of source.readConfigData()) {
      await rm(folder, { recursive: true });
      return configs[0].data.databricks as {
        fabrics: Record<string, Record<string, unknown>>;
        appConnections: Record<string, Record<string, unknown>>;
      };
    }
    throw new Error('There is no configuration');
  }

  it('reads back as the same text, whatever of ${ and } is in it', async () => {
    const texts = [
      ...TEXTS.filter(text => text.includes('$')),
      'Costs ${A_LOT',
      'Costs ${A_LOT}: # a lot\nof ${money',
      '$$${A} ${${A}} ${A:-b} ${ A }',
      '$file: ./secret.txt',
      '$env: A',
      '$include: other.yaml#a',
      '{ $file: ./secret.txt }',
    ];
    const { fabrics } = await readBack(
      appConfigYaml(
        settings({
          fabrics: texts.map((description, index) =>
            managedFabric({ name: `f${index}`, description }),
          ),
        }),
      ),
    );
    expect(texts.length).toBeGreaterThan(1_000);
    expect(Object.values(fabrics).map(it => it.description)).toEqual(texts);
  });

  it('does so in every field that people write', async () => {
    const text = '${A}${A';
    const { fabrics, appConnections } = await readBack(
      appConfigYaml(
        settings({
          appConnections: [
            appConnection({ title: text, clientId: text, scopes: [text] }),
          ],
          fabrics: [
            managedFabric({
              title: text,
              catalog: text,
              schema: text,
              owner: `group:default/${text}`,
              servicePrincipal: {
                clientId: text,
                scopes: [text],
                status: 'ready',
              },
            }),
          ],
        }),
      ),
    );
    expect(appConnections.default).toMatchObject({
      title: text,
      clientId: text,
      clientSecret: 'value of DATABRICKS_DEFAULT_CLIENT_SECRET',
      scopes: [text],
    });
    expect(fabrics['analytics-dev']).toMatchObject({
      title: text,
      catalog: text,
      schema: text,
      owner: `group:default/${text}`,
      servicePrincipal: {
        clientId: text,
        clientSecret:
          'value of DATABRICKS_ANALYTICS_DEV_SERVICE_PRINCIPAL_SECRET',
        scopes: [text],
      },
    });
  });
});
