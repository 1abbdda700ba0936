import {
  SignInOutcome,
  signInRequestSchema,
  SignInStarted,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers, RateLimiter } from '../access';
import { Fabrics } from '../fabrics';
import { idParameter, parseBody, Resource } from '../http';
import { AuditTrail } from '../portal';
import { SignIns } from './SignIns';

/** Of one user at one replica: a card asks 40 times a minute, and more often when it gets the focus. */
const MAX_POLLS_PER_MINUTE = 600;

/** `POST /sign-ins`, `GET /sign-ins/:id` */
export function signInResources(options: {
  callers: Callers;
  access: Access;
  fabrics: Fabrics;
  signIns: SignIns;
  audit: AuditTrail;
}): Resource[] {
  const { callers, access, fabrics, signIns, audit } = options;
  const polls = new RateLimiter({ maxPerMinute: MAX_POLLS_PER_MINUTE });
  return [
    {
      path: '/sign-ins',
      methods: {
        POST: async (request, response) => {
          const { data } = signInRequestSchema.safeParse(request.body);
          const { started, cookie } = await audit.record(
            'sign-in-start',
            { request, meta: data ? { fabric: data.fabric } : {} },
            async () => {
              const user = await callers.user(request);
              const body = parseBody(signInRequestSchema, request);
              const fabric = access.one(
                await access.usableFabrics(user, fabrics.definitions()),
                body.fabric,
              );
              return signIns.start(user.userEntityRef, fabric, body);
            },
          );
          response.setHeader('Set-Cookie', cookie);
          response.status(201).json(started satisfies SignInStarted);
        },
      },
    },
    {
      path: '/sign-ins/:id',
      methods: {
        GET: async (request, response) => {
          const { userEntityRef } = await callers.user(request);
          polls.admit(userEntityRef);
          const outcome: SignInOutcome = await signIns.outcome(
            userEntityRef,
            idParameter(request),
          );
          response.json(outcome);
        },
      },
    },
  ];
}
