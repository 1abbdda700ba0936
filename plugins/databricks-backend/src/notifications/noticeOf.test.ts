import { readTestConfig } from '../config/__testUtils__/testConfig';
import { noticeOf } from './noticeOf';

const config = readTestConfig({
  'databricks.workspaces.sales': {
    title: 'Sales',
    url: 'https://adb-1.7.azuredatabricks.net',
  },
});

const due = (id: string, isEnded: boolean) => ({
  id,
  issuer: `https://adb-${id}.7.azuredatabricks.net`,
  appConnection: 'default',
  isEnded,
});

describe('A notification of sign-ins', () => {
  it.each([
    [
      [due('1', false)],
      'Your Databricks sign-in to Sales ends in about a day',
      'normal',
    ],
    [[due('1', true)], 'Your Databricks sign-in to Sales has ended', 'high'],
    [
      [due('2', false), due('1', false)],
      'Your Databricks sign-ins to adb-2 and 1 more end in about a day',
      'normal',
    ],
    [
      [due('2', false), due('1', true), due('3', true)],
      'Your Databricks sign-ins to Sales and 2 more have ended or end in about a day',
      'high',
    ],
  ])('of %j: %s', (signIns, title, severity) => {
    expect(noticeOf(signIns, { config })).toMatchObject({ title, severity });
  });

  it('leads to Connect for the first, and stands for it', () => {
    expect(
      noticeOf([due('2', false), due('1', true)], { config }),
    ).toMatchObject({
      link: '/databricks/fabrics?connect=default%40adb-1.7.azuredatabricks.net',
      topic: 'sign-in',
      scope: 'databricks:sign-in:1',
    });
    expect(noticeOf([], { config })).toBeUndefined();
  });
});
