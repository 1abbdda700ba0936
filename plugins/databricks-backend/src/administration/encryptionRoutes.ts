import { LoggerService } from '@backstage/backend-plugin-api';
import { Access, Callers } from '../access';
import { Sweep } from '../encryption';
import { parseBody, noBodySchema, Resource } from '../http';
import { AuditTrail } from '../portal';

/** `POST /encryption/rotate` */
export function encryptionResources(options: {
  callers: Callers;
  access: Access;
  sweep: Sweep;
  audit: AuditTrail;
  logger: LoggerService;
}): Resource[] {
  const { callers, access, sweep, audit, logger } = options;
  return [
    {
      path: '/encryption/rotate',
      methods: {
        POST: async (request, response) => {
          await audit.record(
            'encryption-sweep',
            { request, meta: {} },
            async () => {
              await access.requireAdmin(await callers.user(request));
              parseBody(noBodySchema, request);
              // The answer does not wait for it: its progress is in the settings
              sweep.runNow().catch(() => {
                logger.error('The re-encryption stopped; it goes on by itself');
              });
            },
          );
          response.status(202).json({ started: true });
        },
      },
    },
  ];
}
