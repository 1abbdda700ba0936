import {
  signInOutcomeSchema,
  signInRequestSchema,
  signInStartedSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds, RateLimiter } from '../access';
import { defineRoute, Route } from '../http';
import { SignIns } from './SignIns';

/** Limit for one user at one replica. A card asks 40 times a minute, and more often when it gets the focus. */
const MAX_POLLS_PER_MINUTE = 600;

/** The start of a sign-in, and how it stands. */
export function signInRoutes(options: {
  callers: CallerKinds;
  access: Access;
  signIns: SignIns;
}): Route[] {
  const { callers, access, signIns } = options;
  const polls = new RateLimiter(MAX_POLLS_PER_MINUTE);
  return [
    defineRoute({
      method: 'POST',
      path: '/sign-ins',
      id: 'startSignIn',
      summary: 'Begin a sign-in; sets the cookie that binds it to the browser',
      caller: callers.user,
      body: signInRequestSchema,
      answers: { 201: signInStartedSchema },
      async handle({ caller, body, request, response }) {
        const fabric = await access.usableFabric(caller, body.fabric ?? '');
        const { started, cookies } = await signIns.start(
          caller.userEntityRef,
          fabric,
          body,
          request.headers.cookie,
        );
        response.setHeader('Set-Cookie', cookies);
        return started;
      },
      audit: {
        event: 'sign-in-start',
        meta: ({ body }) => ({ fabric: body?.fabric }),
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/sign-ins/:id',
      id: 'getSignIn',
      summary: 'How a sign-in of this user stands',
      caller: callers.user,
      answers: { 200: signInOutcomeSchema },
      handle({ caller: { userEntityRef }, params }) {
        polls.admit(userEntityRef);
        return signIns.outcome(userEntityRef, params.id);
      },
    }),
  ];
}
