import { alice, bob, startPlugin } from '../__testUtils__/startPlugin';

jest.setTimeout(60_000);

describe('A fabric whose app connection is missing', () => {
  it.each([
    [
      undefined,
      'No app connection is set up, or none of several is the default.',
    ],
    ['gone', "The app connection 'gone' of this fabric does not exist."],
  ])(
    'says once who can mend it, and to an admin where: %s',
    async (appConnection, what) => {
      const plugin = await startPlugin({
        // Of several none is the default
        configure: ({ appConnections, ...config }) => ({
          ...config,
          appConnections: {
            one: { clientId: 'one', public: true },
            two: { clientId: 'two', public: true },
          },
          fabrics: {
            mine: {
              type: 'spark',
              owner: '*',
              workspaceUrl: (
                config.fabrics as Record<string, { workspaceUrl: string }>
              ).everybody.workspaceUrl,
              ...(appConnection && { appConnection }),
            },
          },
        }),
      });
      const said = async (user: string) => {
        const one = await plugin.as(user).get('/api/databricks/fabrics/mine');
        const all = await plugin.as(user).get('/api/databricks/fabrics');
        const { problem } = one.body.appConnection;
        expect(all.body.issuers[0].appConnection.problem).toEqual(problem);
        return problem.message as string;
      };
      const toUser = await said(alice);
      const toAdmin = await said(bob);
      await plugin.stop();
      expect(toUser).toMatch(`${what} An admin of the portal can`);
      expect(toUser.match(/admin/g)).toHaveLength(1);
      expect(toAdmin).toMatch(`${what} Add`);
      expect(toAdmin).toMatch(/in the settings of the Databricks page/);
      expect(toAdmin).not.toMatch(/admin/);
    },
  );
});
