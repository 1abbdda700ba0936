import { mockServices } from '@backstage/backend-test-utils';
import { databricksSettingsUpdatePermission } from '@backstage-databricks/plugin-databricks-common';
import {
  AuthorizePermissionRequest,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import { PolicyQueryUser } from '@backstage/plugin-permission-node';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  alice,
  bob,
  mallory,
  StartedPlugin,
  startPlugin,
  TEAMS,
} from '../__testUtils__/startPlugin';
import { ALLOW, conditional, DENY } from './__testUtils__/decisions';
import { PortalPolicy } from './__testUtils__/PortalPolicy';

jest.setTimeout(60_000);

const ID = '00000000-0000-4000-8000-000000000000';

/** Everything that admins alone may do. */
const ADMIN_ROUTES: ['get' | 'post' | 'put' | 'delete', string][] = [
  ['get', '/settings'],
  ['put', '/app-connections/new'],
  ['delete', '/app-connections/default'],
  ['post', '/app-connections/default/test'],
  ['put', '/fabrics/new'],
  ['delete', '/fabrics/analytics-dev'],
  ['put', '/fabrics/analytics-dev/service-principal'],
  ['delete', '/fabrics/analytics-dev/service-principal'],
  ['get', '/admin/connections'],
  ['delete', '/admin/connections?user=user:default/alice'],
  ['delete', '/admin/connections?appConnection=default'],
  ['delete', `/admin/connections/${ID}`],
  ['post', '/encryption/rotate'],
  ['put', '/pause'],
];

type Policy = (
  permission: AuthorizePermissionRequest['permission'],
  userEntityRef: string,
) => Promise<PolicyDecision>;

/** A permission framework that asks the given policy. */
function asking(policy: Policy) {
  const answer = async (
    requests: { permission: AuthorizePermissionRequest['permission'] }[],
    options?: object,
  ) => {
    const { credentials } = options as {
      credentials: { principal: { userEntityRef: string } };
    };
    return Promise.all(
      requests.map(({ permission }) =>
        policy(permission, credentials.principal.userEntityRef),
      ),
    );
  };
  return mockServices.permissions.mock({
    authorize: answer as never,
    authorizeConditional: answer,
  });
}

async function withPolicy(
  policy: Policy,
  work: (plugin: StartedPlugin) => Promise<void>,
  options?: Parameters<typeof startPlugin>[0],
) {
  const plugin = await startPlugin({
    ...options,
    permissions: asking(policy).factory,
  });
  try {
    await work(plugin);
  } finally {
    await plugin.stop();
  }
}

const send = (
  plugin: StartedPlugin,
  user: string,
  [method, path]: (typeof ADMIN_ROUTES)[number],
) => plugin.as(user)[method](`/api/databricks${path}`);

/** What concerns a fabric is refused in other words where the fabric is not there, or not the user's. */
async function expectClosed(plugin: StartedPlugin, user: string) {
  for (const route of ADMIN_ROUTES) {
    const { status } = await send(plugin, user, route);
    const refused = route[1].startsWith('/fabrics/')
      ? [400, 403, 404, 409]
      : [403];
    expect([route, status, refused.includes(status)]).toEqual([
      route,
      status,
      true,
    ]);
  }
}

const fabricNames = async (plugin: StartedPlugin, user: string) => {
  const answer = await plugin.as(user).get('/api/databricks/fabrics');
  return answer.body.items?.map((it: { name: string }) => it.name).sort();
};

describe('The permission policy', () => {
  it('keeps a listed admin out of every route of admins, and changes nothing', async () => {
    await withPolicy(
      async permission =>
        permission.name === databricksSettingsUpdatePermission.name
          ? DENY
          : ALLOW,
      async plugin => {
        await plugin.connect(alice);
        const before = await plugin.knex('grants').select();
        await expectClosed(plugin, bob);
        expect((await send(plugin, bob, ['get', '/fabrics'])).body.admin).toBe(
          false,
        );
        expect(await plugin.knex('grants').select()).toEqual(before);
        expect(await plugin.knex('definitions').select()).toEqual([]);
      },
    );
  });

  it.each<[string, Policy, number]>([
    ['DENY', async () => DENY, 403],
    [
      'CONDITIONAL',
      async () => conditional('IS_FABRIC_OWNER', { owners: [] }),
      403,
    ],
    ['an error', () => Promise.reject(new Error('canary of a policy')), 503],
    ['nothing at all', () => new Promise(() => {}), 503],
  ])(
    'that answers with %s opens no settings and no fabric',
    async (_, policy, status) => {
      await withPolicy(policy, async plugin => {
        const [settings, use] = await Promise.all([
          send(plugin, bob, ['get', '/settings']),
          send(plugin, mallory, ['get', '/fabrics/everybody']),
        ]);
        expect([settings.status, use.body.error.code]).toEqual([
          status,
          status === 503 ? 'unavailable' : 'not_found',
        ]);
        expect(settings.text + use.text).not.toContain('canary');
      });
    },
  );

  it('narrows fabrics by the type and owner of their definitions, and widens nothing', async () => {
    const decisions: Record<string, PolicyDecision> = {
      'user:default/alice': conditional('IS_FABRIC_TYPE', {
        types: ['prophecy'],
      }),
      'user:default/bob': conditional('IS_FABRIC_OWNER', {
        owners: ['Group:Default/Platform', 'group:default/analytics'],
      }),
      'user:default/mallory': conditional('IS_NO_RULE', {}),
    };
    await withPolicy(
      async (_, user) => decisions[user],
      async plugin => {
        expect(await fabricNames(plugin, alice)).toEqual(['nightly', 'studio']);
        expect(await fabricNames(plugin, bob)).toEqual(['operations']);
        const broken = await send(plugin, mallory, ['get', '/fabrics']);
        expect([broken.status, broken.body.error.code]).toEqual([
          503,
          'unavailable',
        ]);
      },
    );
  });

  it('that allows everything to everybody, as in a new app, makes nobody an admin', async () => {
    await withPolicy(
      async () => ALLOW,
      async plugin => {
        for (const user of [alice, bob, mallory]) {
          await expectClosed(plugin, user);
        }
      },
      { configure: ({ admins: _, ...config }) => config },
    );
  });

  it('of the documentation does what the documentation says', async () => {
    const root = dirname(require.resolve('../../../../package.json'));
    const text = await readFile(join(root, 'docs/configure.md'), 'utf8');
    const code = await readFile(
      join(__dirname, '__testUtils__/PortalPolicy.ts'),
      'utf8',
    );
    expect(text).toContain(`\`\`\`ts\n${code}\`\`\``);

    const policy = new PortalPolicy();
    const ask: Policy = (permission, userEntityRef) => {
      const ownershipEntityRefs = [userEntityRef, ...TEAMS[userEntityRef]];
      return policy.handle({ permission }, {
        info: { userEntityRef, ownershipEntityRefs },
      } as PolicyQueryUser);
    };
    await withPolicy(ask, async plugin => {
      expect(await fabricNames(plugin, alice)).toEqual(['analytics-dev']);
      expect(await fabricNames(plugin, mallory)).toEqual(['everybody']);
      const settings = await send(plugin, bob, ['get', '/settings']);
      expect(settings.status).toBe(403);
    });
  });
});

describe('With the permission framework off', () => {
  const off = { permission: { enabled: false } };

  it('nobody administers where no admins are named', async () => {
    await withPolicy(
      async () => ALLOW,
      async plugin => {
        await expectClosed(plugin, bob);
      },
      { rootConfig: off, configure: ({ admins: _, ...config }) => config },
    );
  });

  it('they and nobody else administer where some are named', async () => {
    await withPolicy(
      async () => ALLOW,
      async plugin => {
        for (const [user, status] of [
          [bob, 200],
          [alice, 403],
          [mallory, 403],
        ] as const) {
          const answer = await send(plugin, user, ['get', '/settings']);
          expect([user, answer.status]).toEqual([user, status]);
        }
      },
      { rootConfig: off },
    );
  });
});
