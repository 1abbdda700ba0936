import { readTestConfig } from '../config/__testUtils__/testConfig';
import { workspaceTitle } from './workspaceTitle';

describe('What people read of a workspace', () => {
  const url = 'https://adb-1.7.azuredatabricks.net';
  const config = readTestConfig({
    'databricks.workspaces.sales': { title: 'Sales', url },
    'databricks.workspaces.local': {
      title: 'Local',
      url: 'http://127.0.0.1:8020',
    },
  });

  it.each([
    [url, 'Sales'],
    ['http://127.0.0.1:8020', 'Local'],
    ['http://127.0.0.1:8021', '127.0.0.1:8021'],
    ['http://[::1]:8020', '[::1]:8020'],
    ['https://adb-1.8.azuredatabricks.net', 'adb-1'],
  ])('%s is %s', (workspace, title) => {
    expect(workspaceTitle(workspace, { config })).toBe(title);
  });
});
