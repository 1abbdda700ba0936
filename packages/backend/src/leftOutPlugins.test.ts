import { leftOutPlugins } from './leftOutPlugins';

describe('leftOutPlugins', () => {
  it.each([
    [{}, []],
    [{ DATABRICKS_DEMO_LEAVE_OUT: '' }, []],
    [{ DATABRICKS_DEMO_LEAVE_OUT: 'signals, events' }, ['signals', 'events']],
    [{ DATABRICKS_DEMO_WITHOUT_PLUGIN: '1' }, ['databricks']],
    [{ DATABRICKS_DEMO_WITHOUT_PLUGIN: '0' }, []],
  ])('reads %j', (env, expected) => {
    expect([...leftOutPlugins(env)]).toEqual(expected);
  });

  it('refuses plugins that nothing works without', () => {
    expect(() =>
      leftOutPlugins({ DATABRICKS_DEMO_LEAVE_OUT: 'signals,catalog' }),
    ).toThrow('DATABRICKS_DEMO_LEAVE_OUT names catalog');
  });
});
