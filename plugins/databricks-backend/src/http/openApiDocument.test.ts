import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { openApiDocument } from './openApiDocument';

describe('openapi.yaml', () => {
  it('is what the schemas and the routes say; if not: yarn workspace @backstage-databricks/plugin-databricks-backend openapi', () => {
    const file = readFileSync(resolve(__dirname, 'openapi.yaml'), 'utf8');
    expect(parse(file)).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('names nothing that it does not describe', () => {
    const text = JSON.stringify(openApiDocument());
    const { schemas } = openApiDocument().components;
    const named = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name,
    );
    expect([...new Set(named)].sort()).toEqual(Object.keys(schemas).sort());
  });
});
