import { fabric } from '../__testUtils__/answers';
import { databricksLinks, jdbcUrl } from './databricksLinks';

const url = 'https://sales.cloud.databricks.com';

describe('addresses at Databricks', () => {
  it('lead to the compute and to the data', () => {
    expect(databricksLinks.compute(url, { kind: 'warehouse', id: 'a1' })).toBe(
      `${url}/sql/warehouses/a1`,
    );
    expect(databricksLinks.compute(url, { kind: 'cluster', id: 'a/1' })).toBe(
      `${url}/compute/clusters/a%2F1`,
    );
    expect(databricksLinks.data(url, 'main')).toBe(`${url}/explore/data/main`);
    expect(databricksLinks.data(url, 'ma in', 'go/ld')).toBe(
      `${url}/explore/data/ma%20in/go%2Fld`,
    );
  });
});

describe('jdbcUrl', () => {
  it.each([
    [
      { workspaceUrl: url },
      'jdbc:databricks://sales.cloud.databricks.com:443;httpPath=/sql/1.0/warehouses/abc123;ConnCatalog=main;ConnSchema=gold',
    ],
    [
      { workspaceUrl: 'https://localhost:8443', schema: undefined },
      'jdbc:databricks://localhost:8443;httpPath=/sql/1.0/warehouses/abc123;ConnCatalog=main',
    ],
    [
      { workspaceUrl: url, catalog: undefined, schema: undefined },
      'jdbc:databricks://sales.cloud.databricks.com:443;httpPath=/sql/1.0/warehouses/abc123',
    ],
    [{ compute: undefined }, undefined],
  ])('of %j', (changes, expected) => {
    expect(jdbcUrl(fabric(changes))).toBe(expected);
  });
});
