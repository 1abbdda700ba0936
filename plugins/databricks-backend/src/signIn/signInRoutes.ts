import {
  signInOutcomeSchema,
  signInRequestSchema,
  signInStartedSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, CallerKinds, RateLimiter } from '../access';
import { defineRoute, Route } from '../http';
import { signInPlace } from './SignInPlace';
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
        const { started, cookies } = await signIns.start(
          caller.userEntityRef,
          await signInPlace(access, caller, body),
          body,
          request.headers.cookie,
        );
        response.setHeader('Set-Cookie', cookies);
        return started;
      },
      audit: {
        event: 'sign-in-start',
        meta: ({ body }) => ({ fabric: body?.fabric, issuer: body?.issuer }),
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
    defineRoute({
      method: 'DELETE',
      path: '/sign-ins/:id',
      id: 'cancelSignIn',
      summary:
        'Give up a sign-in, so that it cannot be finished any more. Answers how it stands',
      caller: callers.user,
      answers: { 200: signInOutcomeSchema },
      handle({ caller: { userEntityRef }, params }) {
        polls.admit(userEntityRef);
        return signIns.cancel(userEntityRef, params.id);
      },
      audit: {
        event: 'sign-in-finish',
        severityLevel: 'low',
        meta: ({ id, user }) => ({ signIn: id, user, status: 'cancelled' }),
        describe: ({ status }) => ({ outcome: status }),
      },
    }),
  ];
}
