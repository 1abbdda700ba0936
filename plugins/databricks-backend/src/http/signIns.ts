import {
  SignInOutcome,
  signInRequestSchema,
  SignInStarted,
} from '@backstage-databricks/plugin-databricks-common';
import { Access, Callers } from '../access';
import { AuditTrail } from '../audit';
import { Fabrics } from '../fabrics';
import { SignIns } from '../signIn';
import { idParameter } from './idParameter';
import { parseBody } from './jsonBody';
import { Resource } from './resource';

/** `POST /sign-ins`, `GET /sign-ins/:id` */
export function signInResources(options: {
  callers: Callers;
  access: Access;
  fabrics: Fabrics;
  signIns: SignIns;
  audit: AuditTrail;
}): Resource[] {
  const { callers, access, fabrics, signIns, audit } = options;
  return [
    {
      path: '/sign-ins',
      methods: {
        POST: async (request, response) => {
          const user = await callers.user(request);
          const body = parseBody(signInRequestSchema, request);
          const { started, cookie } = await audit.record(
            'sign-in-start',
            { request, meta: { fabric: body.fabric } },
            async () => {
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
          const user = await callers.user(request);
          const outcome: SignInOutcome = await signIns.outcome(
            user.userEntityRef,
            idParameter(request),
          );
          response.json(outcome);
        },
      },
    },
  ];
}
