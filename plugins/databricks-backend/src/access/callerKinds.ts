import { Request } from 'express';
import { CallerKind } from '../http';
import { Access, Consumer } from './Access';
import { Callers, User } from './Callers';

/** Who may call a route; each route names one of these. */
export function callerKinds(callers: Callers, access: Access) {
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
  const anybody: CallerKind<undefined> = {
    who: 'No credentials are needed.',
    isOpen: true,
    identify: async () => ({ admit: () => undefined }),
  };
  const plugin: CallerKind<{ consumer: Consumer; user?: User }> = {
    who: 'A backend plugin, on its own or on behalf of a user.',
    async identify(request) {
      const { subject, user } = await callers.lastHop(request);
      return {
        plugin: subject?.replace(/^plugin:/, ''),
        user: user?.userEntityRef,
        admit: () => ({ consumer: access.consumer(subject), user }),
      };
    },
  };
  return {
    anybody,
    plugin,
    user: userWho('A signed-in user.', user => user),
    admin: userWho('A user who administers.', async user => {
      await access.requireAdmin(user);
      return user;
    }),
    /** Who may change the fabric that the path names. */
    fabricEditor: userWho(
      'A user who administers, or owns the fabric and may update it.',
      async (user, request) => ({
        user,
        as: await access.requireFabricEditor(user, request.params.name),
      }),
    ),
  };
}

export type CallerKinds = ReturnType<typeof callerKinds>;
