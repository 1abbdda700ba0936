import { issuer } from '../__testUtils__/answers';
import { distinctTitles } from './distinctTitles';

describe('distinctTitles', () => {
  it('names the app connection where a workspace has several, and nowhere else', () => {
    const europe = { name: 'eu', title: 'Databricks Europe', ready: true };
    const titles = distinctTitles([
      issuer(),
      issuer({ id: 'eu', appConnection: europe }),
      issuer({ id: 'finance', title: 'Finance' }),
    ]).map(({ title }) => title);
    expect(titles).toEqual([
      'Sales (Databricks)',
      'Sales (Databricks Europe)',
      'Finance',
    ]);
  });
});
