import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  NotificationSendOptions,
  notificationService,
} from '@backstage/plugin-notifications-node';
import { JsonObject } from '@backstage/types';
import { Knex } from 'knex';
import { recordLog } from '../../__testUtils__/recordLog';
import { startPlugin } from '../../__testUtils__/startPlugin';

/** What the notifications of a portal do with what they are sent, and what they have taken. */
export type Taking = {
  sent: NotificationSendOptions[];
  send: (notification: NotificationSendOptions) => Promise<void>;
};

export function taking(): Taking {
  const sent: NotificationSendOptions[] = [];
  return { sent, send: async notification => void sent.push(notification) };
}

/** A replica with its own scheduler, in a portal that takes notifications or has none. */
export async function startReplica(options: {
  knex: Knex;
  take?: Taking;
  configure?: (config: JsonObject) => JsonObject;
  rootConfig?: JsonObject;
  log?: (...args: unknown[]) => void;
}) {
  const { take, log = () => {}, ...others } = options;
  const scheduler = mockServices.scheduler();
  const plugin = await startPlugin({
    ...others,
    features: [
      recordLog(log),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      ...(take
        ? [
            createServiceFactory({
              service: notificationService,
              deps: {},
              factory: () => ({ send: it => take.send(it) }),
            }),
          ]
        : []),
    ],
  });
  const run = (task = 'databricks-notify-users') => scheduler.triggerTask(task);
  return { plugin, run };
}
