import { Request } from 'express';
import { CallerKind } from '../http';
import { Access, Consumer } from './Access';
import { Callers, User } from './Callers';

/** Who may call a route; each route names one of these. */
export type CallerKinds = {
  anybody: CallerKind<undefined>;
  user: CallerKind<User>;
  admin: CallerKind<User>;
  /** Of the fabric that the path names. `creates`: it may be new; `adminOnly`: owning it is not enough. */
  fabricEditor(options?: {
    creates?: boolean;
    adminOnly?: boolean;
  }): CallerKind<{ user: User; as: 'admin' | 'owner' }>;
  plugin: CallerKind<{ consumer: Consumer; user?: User }>;
};

export function callerKinds(callers: Callers, access: Access): CallerKinds {
  const userWho = <Caller>(
    who: string,
    admit: (user: User, request: Request) => Promise<Caller> | Caller,
  ): CallerKind<Caller> => ({
    who,
    async identify(request) {
      const user = await callers.user(request);
      return { user: user.userEntityRef, admit: () => admit(user, request) };
    },
  });
  return {
    anybody: {
      who: 'No credentials are needed.',
      isOpen: true,
      identify: async () => ({ admit: () => undefined }),
    },
    user: userWho('A signed-in user.', user => user),
    admin: userWho('A user who administers.', async user => {
      await access.requireAdmin(user);
      return user;
    }),
    fabricEditor: options =>
      userWho(
        options?.adminOnly
          ? 'A user who administers.'
          : 'A user who administers, or owns the fabric and may update it.',
        async (user, request) => ({
          user,
          as: await access.requireFabricEditor(
            user,
            request.params.name,
            options,
          ),
        }),
      ),
    plugin: {
      who: 'A backend plugin, on its own or on behalf of a user.',
      async identify(request) {
        const { subject, user } = await callers.lastHop(request);
        return {
          plugin: subject?.replace(/^plugin:/, ''),
          user: user?.userEntityRef,
          admit: () => ({ consumer: access.consumer(subject), user }),
        };
      },
    },
  };
}
