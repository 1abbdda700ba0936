import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { allRoutes } from '../__testUtils__/allRoutes';
import { openApiDocument } from '../../dev/openApiDocument';

describe('openapi.yaml', () => {
  let document: ReturnType<typeof openApiDocument>;

  beforeAll(async () => {
    document = openApiDocument(await allRoutes());
  });

  it('is what the schemas and the routes say; if not: yarn workspace @backstage-databricks/plugin-databricks-backend openapi', () => {
    const file = readFileSync(resolve(__dirname, 'openapi.yaml'), 'utf8');
    expect(parse(file)).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('names nothing that it does not describe', () => {
    const text = JSON.stringify(document);
    const { schemas } = document.components;
    const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(schemas).sort());
  });
});
