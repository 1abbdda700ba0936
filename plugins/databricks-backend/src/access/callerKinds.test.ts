import { Request } from 'express';
import { Access } from './Access';
import { callerKinds } from './callerKinds';
import { Callers, User } from './Callers';

const alice = { userEntityRef: 'user:default/alice' } as User;
const request = { params: { name: 'dev' } } as unknown as Request;

describe('The kinds of callers', () => {
  const asked: unknown[] = [];
  const hop: { subject?: string; user?: User } = {};
  const kinds = callerKinds(
    {
      user: async () => alice,
      lastHop: async () => hop,
    } as unknown as Callers,
    {
      async requireAdmin(user: User) {
        asked.push(['admin', user]);
      },
      async requireFabricEditor(user: User, name: string) {
        asked.push(['editor', user, name]);
        return 'owner';
      },
      consumer(subject?: string) {
        asked.push(['consumer', subject]);
        return { pluginId: 'jobs' };
      },
    } as unknown as Access,
  );

  beforeEach(() => asked.splice(0));

  it('say in words who they are', () => {
    expect(
      Object.entries(kinds).map(([name, { who, isOpen }]) => [
        name,
        who,
        isOpen,
      ]),
    ).toEqual([
      ['anybody', 'No credentials are needed.', true],
      [
        'plugin',
        'A backend plugin, on its own or on behalf of a user.',
        undefined,
      ],
      ['user', 'A signed-in user.', undefined],
      ['admin', 'A user who administers.', undefined],
      [
        'fabricEditor',
        'A user who administers, or owns the fabric and may update it.',
        undefined,
      ],
    ]);
  });

  it('are named before it is decided whether they may', async () => {
    const user = await kinds.user.identify(request);
    const admin = await kinds.admin.identify(request);
    const editor = await kinds.fabricEditor.identify(request);
    const nobody = await kinds.anybody.identify(request);
    expect([user.user, admin.user, editor.user, nobody.user]).toEqual([
      ...Array(3).fill('user:default/alice'),
      undefined,
    ]);
    expect(asked).toEqual([]);
    expect(await user.admit()).toBe(alice);
    expect(await nobody.admit()).toBeUndefined();
    expect(asked).toEqual([]);
    expect(await admin.admit()).toBe(alice);
    expect(await editor.admit()).toEqual({ user: alice, as: 'owner' });
    expect(asked).toEqual([
      ['admin', alice],
      ['editor', alice, 'dev'],
    ]);
  });

  it('are plugins by the end of their subject, with the user whom they speak for', async () => {
    const identify = async (subject?: string, user?: User) => {
      Object.assign(hop, { subject, user });
      const { admit, ...named } = await kinds.plugin.identify(request);
      return [named, await admit()];
    };
    expect(await identify('plugin:jobs', alice)).toEqual([
      { plugin: 'jobs', user: 'user:default/alice' },
      { consumer: { pluginId: 'jobs' }, user: alice },
    ]);
    // The subject of an external caller is told as it is
    expect(await identify('external:plugin:jobs')).toEqual([
      { plugin: 'external:plugin:jobs', user: undefined },
      { consumer: { pluginId: 'jobs' }, user: undefined },
    ]);
    expect(await identify()).toEqual([
      { plugin: undefined, user: undefined },
      { consumer: { pluginId: 'jobs' }, user: undefined },
    ]);
    expect(asked).toEqual([
      ['consumer', 'plugin:jobs'],
      ['consumer', 'external:plugin:jobs'],
      ['consumer', undefined],
    ]);
  });
});
