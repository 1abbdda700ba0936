import {
  signInAs,
  Simulator,
  SimulatorOptions,
  startSimulator,
} from '@backstage-databricks/databricks-simulator';
import { JsonObject } from '@backstage/types';
import { APP_CONNECTION, databricksConfig } from './startPlugin';
import { RealBackend, startRealBackend } from './startRealBackend';

/** A real backend with a simulated workspace, which knows its app connection and its service principal. */
export type RealPortal = RealBackend & {
  simulator: Simulator;
  /** Signs a user in at Databricks, up to the callback: its URL, and the cookie that the browser brings it with. */
  signInUpToCallback(
    user: string,
    fabric: string,
  ): Promise<{ callback: string; cookie: string }>;
  /** A whole sign-in, which must succeed. */
  connect(user: string, fabric: string): Promise<void>;
};

/** @param options - `consumers` are plugins with what the configuration allows them; without that they are not listed */
export async function startRealPortal(
  options: Omit<
    Parameters<typeof startRealBackend>[0],
    'config' | 'consumers'
  > & {
    config?: JsonObject;
    consumers?: Record<string, JsonObject | undefined>;
    simulator?: SimulatorOptions;
  } = {},
): Promise<RealPortal> {
  const { config, consumers = {}, simulator: simulated, ...rest } = options;
  const simulator = await startSimulator({
    servicePrincipals: [
      { clientId: 'sp-nightly', clientSecret: 'sp-nightly-secret' },
    ],
    ...simulated,
  });
  const listed = Object.entries(consumers).filter(([, allowed]) => allowed);
  const real = await startRealBackend({
    ...rest,
    config: {
      ...config,
      databricks: {
        ...databricksConfig(simulator.url),
        consumers: Object.fromEntries(listed),
      },
    },
    consumers: Object.keys(consumers),
  });
  simulator.account.addAppConnection({
    ...APP_CONNECTION,
    redirectUris: [
      `${real.url}/api/databricks/oauthredirect`,
      `${real.url}/metadata/oauthCallback`,
    ],
  });
  const signInUpToCallback: RealPortal['signInUpToCallback'] = async (
    user,
    fabric,
  ) => {
    const started = await fetch(`${real.url}/api/databricks/sign-ins`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Authorization: `Bearer ${await real.tokenOf(user)}`,
      },
      body: JSON.stringify({ fabric }),
    });
    const { authorizationUrl } = await started.json();
    const [cookie] = started.headers.getSetCookie()[0].split(';');
    return { callback: await signInAs(authorizationUrl), cookie };
  };
  return {
    ...real,
    simulator,
    signInUpToCallback,
    async connect(user, fabric) {
      const { callback, cookie } = await signInUpToCallback(user, fabric);
      const { status } = await fetch(callback, { headers: { cookie } });
      if (status !== 200) {
        throw new Error(`Connecting: ${status}`);
      }
    },
    async stop() {
      await real.stop();
      await simulator.stop();
    },
  };
}
