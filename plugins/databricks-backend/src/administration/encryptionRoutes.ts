import { LoggerService } from '@backstage/backend-plugin-api';
import { rotationSchema } from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { Sweep } from '../encryption';
import { defineRoute, Route } from '../http';

/** Re-encryption on demand. */
export function encryptionRoutes(options: {
  callers: CallerKinds;
  sweep: Sweep;
  logger: LoggerService;
}): Route[] {
  const { callers, sweep, logger } = options;
  return [
    defineRoute({
      method: 'POST',
      path: '/encryption/rotate',
      id: 'rotateEncryption',
      summary: 'Begin to re-encrypt what is not under the primary key',
      caller: callers.admin,
      answers: { 202: rotationSchema },
      handle() {
        // The answer does not wait until it is done; the settings show its progress
        sweep.runNow().catch(() => {
          logger.error('The re-encryption stopped; it goes on by itself');
        });
        return { started: true };
      },
      audit: { event: 'encryption-sweep', meta: () => ({}) },
    }),
  ];
}
