import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { createConfigSecretEnumerator } from '@backstage/backend-defaults/rootConfig';
import { WinstonLogger } from '@backstage/backend-defaults/rootLogger';
import { format, transports } from 'winston';

/**
 * Logs as JSON, one object a line, as Backstage does in production, where the demo's sign-in does not start.
 */
export const jsonRootLogger = createServiceFactory({
  service: coreServices.rootLogger,
  deps: { config: coreServices.rootConfig },
  async factory({ config }) {
    const logger = WinstonLogger.create({
      meta: { service: 'backstage' },
      level: process.env.LOG_LEVEL ?? 'info',
      format: format.json(),
      transports: [new transports.Console()],
    });
    const secretsOf = await createConfigSecretEnumerator({ logger });
    logger.addRedactions(secretsOf(config));
    return logger;
  },
});
