import {
  pauseRequestSchema,
  pauseStateSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { CallerKinds } from '../access';
import { defineRoute, Route } from '../http';
import { ChangeSignals } from '../portal';
import { DatabasePauseStore, LiveSettings } from '../settings';

/** The emergency stop: no tokens, until an admin starts it again. The other replicas read of it within `maxStaleness`. */
export function pauseRoutes(options: {
  callers: CallerKinds;
  settings: LiveSettings;
  pauses: DatabasePauseStore;
  changeSignals: ChangeSignals;
}): Route[] {
  const { callers, settings, pauses, changeSignals } = options;

  async function begin(by: string, reason: string | undefined) {
    const pause = await pauses.begin({ by, reason });
    await settings.reload().catch(() => settings.pauseWritten(pause));
  }

  async function end() {
    await pauses.end();
    await settings.reload().catch(() => settings.pauseWritten(undefined));
  }

  return [
    defineRoute({
      method: 'PUT',
      path: '/pause',
      id: 'putPause',
      summary: 'Stop the issuing of tokens on every replica, or start it again',
      caller: callers.admin,
      body: pauseRequestSchema,
      answers: { 200: pauseStateSchema },
      async handle({ caller, body: { paused, reason } }) {
        await (paused ? begin(caller.userEntityRef, reason) : end());
        changeSignals.settings();
        return { paused: settings.current().paused };
      },
      audit: {
        event: 'pause',
        meta: ({ body }) => ({ paused: body?.paused, reason: body?.reason }),
      },
    }),
  ];
}
