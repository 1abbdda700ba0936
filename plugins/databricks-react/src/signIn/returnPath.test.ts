import { returnPath } from './returnPath';

describe('returnPath', () => {
  it.each([
    [
      '/databricks/fabrics',
      '',
      'https://portal.example.com',
      '/databricks/fabrics',
    ],
    [
      '/catalog/a/b/c',
      '?tab=x',
      'https://portal.example.com/',
      '/catalog/a/b/c?tab=x',
    ],
    ['/portal/databricks', '', 'https://example.com/portal', '/databricks'],
    ['/portal/databricks', '', 'https://example.com/portal/', '/databricks'],
    [
      '/portalen/databricks',
      '',
      'https://example.com/portal',
      '/portalen/databricks',
    ],
    ['/databricks', '', undefined, '/databricks'],
    ['/databricks', `?q=${'x'.repeat(600)}`, undefined, '/databricks'],
    ['//evil.example', '', undefined, undefined],
    ['/portal//evil.example', '', 'https://example.com/portal', undefined],
    ['/\\evil.example', '', undefined, undefined],
    [`/${'x'.repeat(600)}`, '', undefined, undefined],
  ])('%s%s below %s is %s', (pathname, search, appBaseUrl, expected) => {
    expect(returnPath({ pathname, search }, appBaseUrl)).toBe(expected);
  });
});
