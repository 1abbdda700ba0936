import { PolicyDecision } from '@backstage/plugin-permission-common';
import { DatabricksServiceError } from '../errors';
import { Access } from './Access';
import { User } from './Callers';
import { ALLOW, conditional, DENY } from './__testUtils__/decisions';
import { fabricRules } from './fabricRules';

const ANALYTICS = 'group:default/analytics';

const fabrics = [
  { name: 'dev', owner: ANALYTICS, type: 'sql', source: 'database' },
  { name: 'nightly', owner: ANALYTICS, type: 'spark', source: 'config' },
  { name: 'ops', owner: 'group:default/ops', type: 'sql', source: 'database' },
  { name: 'everybody', owner: '*', type: 'sql', source: 'database' },
];

function userOf(name: string, ...teams: string[]): User {
  const userEntityRef = `user:default/${name}`;
  return {
    credentials: { of: userEntityRef } as never,
    userEntityRef,
    ownershipRefs: new Set([userEntityRef, ...teams]),
  };
}

const alice = userOf('alice', ANALYTICS);
const bob = userOf('bob', 'group:default/admins');
const mallory = userOf('mallory');

type Options = {
  admins?: string[];
  permissionsEnabled?: boolean;
  /** What the policy says of a permission to whom. */
  decide?: (permission: string, credentials: unknown) => PolicyDecision;
};

function start({
  admins = ['group:default/admins'],
  permissionsEnabled = true,
  decide = () => ALLOW,
}: Options = {}) {
  const asked: [permission: string, credentials: unknown][] = [];
  const known = new Map(fabrics.map(fabric => [fabric.name, fabric]));
  const answer = async (
    requests: { permission: { name: string } }[],
    { credentials }: { credentials: unknown },
  ) =>
    requests.map(({ permission: { name } }) => {
      asked.push([name, credentials]);
      return decide(name, credentials);
    });
  const consumers = new Map([
    ['jobs', { user: true, servicePrincipalOf: ['nightly'] }],
  ]);
  const config = { admins, permissionsEnabled, consumers };
  const access = new Access({
    permissions: { authorize: answer, authorizeConditional: answer } as never,
    ruleset: {
      getRuleByName(name: string) {
        const rule = fabricRules.find(it => it.name === name);
        if (!rule) {
          throw new Error(`canary of a rule: ${name}`);
        }
        return rule;
      },
    } as never,
    settings: {
      current: () => ({ config, fabrics: known }),
      async reload() {
        known.set('new', { ...fabrics[0], name: 'new' });
      },
    } as never,
  });
  return { access, asked };
}

const namesOf = (list: { name: string }[]) => list.map(({ name }) => name);

describe('The fabrics that a user may use', () => {
  it('are those of their teams and those of everybody', async () => {
    const { access, asked } = start();
    expect(namesOf(await access.usableFabrics(alice))).toEqual([
      'dev',
      'nightly',
      'everybody',
    ]);
    expect(namesOf(await access.usableFabrics(mallory))).toEqual(['everybody']);
    expect(asked).toEqual([
      ['databricks.fabric.use', alice.credentials],
      ['databricks.fabric.use', mallory.credentials],
    ]);
  });

  it('are narrowed by the decision of the policy', async () => {
    const narrowed = async (decision: PolicyDecision) =>
      namesOf(
        await start({ decide: () => decision }).access.usableFabrics(alice),
      );
    expect(await narrowed(DENY)).toEqual([]);
    expect(
      await narrowed(conditional('IS_FABRIC_TYPE', { types: ['spark'] })),
    ).toEqual(['nightly']);
    expect(
      await narrowed(
        conditional('IS_FABRIC_OWNER', {
          owners: ['user:default/x', 'Group:Default/Analytics'],
        }),
      ),
    ).toEqual(['dev', 'nightly']);
  });

  it('are none, in words of ours, where the policy names a rule that does not exist', async () => {
    const { access } = start({ decide: () => conditional('IS_NO_RULE', {}) });
    await expect(access.usableFabrics(alice)).rejects.toMatchObject({
      code: 'unavailable',
      message: 'The portal cannot check your permissions at the moment.',
    });
  });

  it('are none, in the same words, where the policy does not answer', async () => {
    const { access } = start({
      decide() {
        throw new Error('canary of a policy');
      },
    });
    for (const ask of [
      () => access.usableFabrics(alice),
      () => access.isAdmin(bob),
    ]) {
      await expect(ask()).rejects.toMatchObject({
        code: 'unavailable',
        message: 'The portal cannot check your permissions at the moment.',
      });
    }
  });

  it('are decided by owner alone, and nobody is asked, with the permission framework off', async () => {
    const { access, asked } = start({
      permissionsEnabled: false,
      decide: () => DENY,
    });
    expect(namesOf(await access.usableFabrics(mallory))).toEqual(['everybody']);
    expect(asked).toEqual([]);
  });

  it('cost no question where there is none to decide on', async () => {
    const { access, asked } = start();
    await expect(access.usableFabric(mallory, 'dev')).rejects.toThrow();
    expect(asked).toEqual([]);
  });

  it('are found by name; those of others are not there', async () => {
    const { access } = start();
    expect(await access.usableFabric(alice, 'dev')).toMatchObject({
      name: 'dev',
    });
    for (const name of ['ops', 'missing']) {
      await expect(access.usableFabric(alice, name)).rejects.toMatchObject({
        code: 'not_found',
        message: 'There is no such fabric, or it is not yours to use.',
      });
    }
  });
});

describe('A plugin that asks for tokens', () => {
  const { access } = start();
  const refusalOf = (subject?: string) => {
    try {
      return access.consumer(subject);
    } catch (error) {
      const { code, message } = error as DatabricksServiceError;
      return { code, message };
    }
  };

  it('is one that is listed, by its own name', () => {
    expect(access.consumer('plugin:jobs')).toEqual({
      pluginId: 'jobs',
      user: true,
      servicePrincipalOf: ['nightly'],
    });
  });

  it.each([
    'plugin:other',
    'external:jobs',
    'jobs',
    'x-plugin:jobs',
    'plugin:jobs\n',
    'plugin:',
  ])('is refused as %j', subject => {
    expect(refusalOf(subject)).toEqual({
      code: 'not_allowed',
      message: `'${subject}' is not in databricks.consumers.`,
    });
  });

  it('is refused where it is a browser', () => {
    expect(refusalOf()).toEqual({
      code: 'not_allowed',
      message: 'Only backend plugins can ask for tokens.',
    });
  });
});

describe('Who administers', () => {
  it('is listed, and the policy lets them', async () => {
    const { access, asked } = start();
    expect(await access.isAdmin(bob)).toBe(true);
    expect(asked).toEqual([['databricks.settings.update', bob.credentials]]);
    expect(access.admins()).toEqual(['group:default/admins']);
    await access.requireAdmin(bob);
  });

  it('is not who is not listed, whatever the policy says, nor who is listed against it', async () => {
    for (const [{ access }, user] of [
      [start(), alice],
      [start({ admins: [] }), bob],
      [start({ decide: () => DENY }), bob],
      [start({ decide: () => conditional('IS_FABRIC_TYPE', {}) }), bob],
    ] as const) {
      expect(await access.isAdmin(user)).toBe(false);
      await expect(access.requireAdmin(user)).rejects.toMatchObject({
        code: 'not_allowed',
        message: 'Only admins of this plugin can do this.',
      });
    }
  });

  it('is everybody where the list says so, and whoever is listed with the permission framework off', async () => {
    expect(await start({ admins: ['*'] }).access.isAdmin(mallory)).toBe(true);
    const off = { permissionsEnabled: false, decide: () => DENY };
    expect(await start(off).access.isAdmin(bob)).toBe(true);
    expect(await start(off).access.isAdmin(mallory)).toBe(false);
  });
});

describe('Who may change a fabric', () => {
  const editable = async (user: User, options?: Options) => [
    ...(await start(options).access.editableFabrics(user, fabrics as never)),
  ];

  it('is an admin, of all that is kept in the database', async () => {
    expect(await editable(bob)).toEqual(['dev', 'ops', 'everybody']);
  });

  it('is the owner team, as far as the policy lets them', async () => {
    expect(await editable(alice)).toEqual(['dev']);
    expect(await editable(mallory)).toEqual([]);
    expect(await editable(alice, { decide: () => DENY })).toEqual([]);
    expect(await editable(alice, { permissionsEnabled: false })).toEqual([]);
  });

  it('is asked about updating for changes, and about using for seeing', async () => {
    const decide = (permission: string) =>
      permission === 'databricks.fabric.update' ? DENY : ALLOW;
    expect(await editable(alice, { decide })).toEqual([]);
    const { access } = start({ decide });
    expect(namesOf(await access.usableFabrics(alice))).toContain('dev');
  });

  it('is not asked after where nothing can be changed', async () => {
    const { access, asked } = start();
    expect(await access.editableFabrics(bob, [])).toEqual(new Set());
    expect(asked).toEqual([]);
  });

  it('edits as what they are, by what is defined now', async () => {
    const { access } = start();
    expect(await access.requireFabricEditor(bob, 'missing')).toBe('admin');
    // Others have just made it
    expect(await access.requireFabricEditor(alice, 'new')).toBe('owner');
  });

  it('hears the same of a fabric that is not there, not theirs, or not theirs to change', async () => {
    const { access } = start();
    const message =
      'Only admins can add fabrics, and only admins and the owner team can change one, as far as the permission policy lets them.';
    for (const [user, name] of [
      [alice, 'missing'],
      [alice, 'ops'],
      [mallory, 'everybody'],
    ] as const) {
      await expect(
        access.requireFabricEditor(user, name),
      ).rejects.toMatchObject({ code: 'not_allowed', message });
    }
    const unseen = start({
      decide: permission =>
        permission === 'databricks.fabric.use' ? DENY : ALLOW,
    });
    // With the permission framework off admins alone change fabrics
    const off = start({ permissionsEnabled: false });
    for (const { access: narrowed } of [unseen, off]) {
      await expect(
        narrowed.requireFabricEditor(alice, 'dev'),
      ).rejects.toMatchObject({ code: 'not_allowed', message });
    }
  });

  it('moves it to another owner only as an admin', () => {
    const { access } = start();
    access.requireSameOwner('dev', ANALYTICS);
    for (const [name, owner] of [
      ['dev', 'group:default/ops'],
      ['missing', ANALYTICS],
    ]) {
      expect(() => access.requireSameOwner(name, owner)).toThrow(
        expect.objectContaining({
          code: 'not_allowed',
          message: 'owner: only admins can move a fabric to another owner.',
        }),
      );
    }
  });
});
