import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { loadConfigSchema, type ConfigSchema } from '@backstage/config-loader';
import { parse } from 'yaml';
import demoWorkspaces from '../demo-workspaces.json';

jest.setTimeout(60_000);

const root = resolve(__dirname, '../../..');
const readYaml = (file: string) =>
  parse(readFileSync(resolve(root, file), 'utf8'));

type Credentials = { clientId: string; clientSecret: string };
type Fabric = { workspaceUrl: string; servicePrincipal?: Credentials };

describe('the configuration of the demo', () => {
  const { databricks, backend } = readYaml('app-config.yaml');

  it('names the workspaces, clients and service principals that the simulator is started with', () => {
    const fabrics: Fabric[] = Object.values(databricks.fabrics);
    const servicePrincipals = fabrics.flatMap(fabric =>
      fabric.servicePrincipal ? [fabric.servicePrincipal] : [],
    );
    expect(demoWorkspaces.servicePrincipals).toMatchObject(servicePrincipals);
    expect(
      new Set(fabrics.map(fabric => Number(new URL(fabric.workspaceUrl).port))),
    ).toEqual(new Set(demoWorkspaces.ports));

    const workspaces: { url: string }[] = Object.values(databricks.workspaces);
    expect(workspaces.map(it => Number(new URL(it.url).port))).toEqual(
      demoWorkspaces.ports,
    );

    const { clientId, clientSecret } = databricks.appConnections.default;
    expect(demoWorkspaces.clients).toEqual([
      {
        clientId,
        clientSecret,
        redirectUris: [
          `${backend.baseUrl}/api/databricks/oauthredirect`,
          `${backend.baseUrl}/metadata/oauthCallback`,
        ],
      },
    ]);
  });

  it('has every kind of fabric', () => {
    const kinds = Object.values<Record<string, unknown>>(
      databricks.fabrics,
    ).map(fabric => [fabric.type, fabric.oauthType].filter(Boolean).join(' '));
    expect(new Set(kinds)).toEqual(
      new Set(['sql', 'spark', 'prophecy u2m', 'prophecy m2m']),
    );
  });

  describe('and that of production', () => {
    let schema: ConfigSchema;
    beforeAll(async () => {
      schema = await loadConfigSchema({
        dependencies: ['backend', 'app'],
        packagePaths: [],
      });
    });

    it.each(['app-config.yaml', 'app-config.production.yaml'])(
      '%s fits the schema of all plugins',
      file => {
        const { databricks: section, ...rest } = readYaml(file);
        expect(section.fabrics).toBeDefined();
        const check = (data: object) =>
          schema.process([{ context: file, data: { ...rest, ...data } }]);
        expect(() => check({ databricks: section })).not.toThrow();
        expect(() =>
          check({ databricks: { ...section, admins: 'bob' } }),
        ).toThrow('databricks/admins');
      },
    );

    it('keeps every secret of production in the environment', () => {
      const production = readYaml('app-config.production.yaml');
      const leaves: [string, unknown][] = [];
      JSON.stringify(production, (key, value) => {
        leaves.push([key, value]);
        return value;
      });
      const secrets = leaves.filter(([key]) => /secret|password/i.test(key));
      expect(secrets.length).toBeGreaterThanOrEqual(3);
      for (const [, value] of secrets) {
        expect(value).toMatch(/^\$\{[A-Z0-9_]+\}$/);
      }
    });
  });
});
