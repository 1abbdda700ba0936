import { AccessRoom } from '../access';
import { WorkspaceClient } from '../databricks';
import { GrantsRoom } from '../grants';
import { LiveSettings } from '../settings';
import { redirectUrls } from '../signIn';
import { AppConnectionProbe } from './AppConnectionProbe';
import { FabricProbe } from './FabricProbe';
import { probeRoutes } from './probeRoutes';
import { WorkspaceProbe } from './WorkspaceProbe';

export type { AppConnectionProbe } from './AppConnectionProbe';
export type { TestedClient } from './AppConnectionProbe';
export { check, testResult } from './check';
export { CLIENT_ACCEPTED, clientRefused } from './clientSentences';
export type { WorkspaceProbe } from './WorkspaceProbe';

/** Tests of fabrics, app connections and workspaces. */
export function createProbes(dependencies: {
  access: AccessRoom;
  base: {
    databricks: WorkspaceClient;
    settings: LiveSettings;
  };
  grants: Pick<GrantsRoom, 'tokens'>;
}) {
  const { databricks, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { tokens } = dependencies.grants;
  const workspaceProbe = new WorkspaceProbe({ databricks });
  const fabricProbe = new FabricProbe({ tokens, databricks });
  const appConnectionProbe = new AppConnectionProbe({
    settings,
    databricks,
    probe: workspaceProbe,
    redirectUris: () =>
      redirectUrls(settings.current().config).map(it => it.url),
  });
  return {
    workspaceProbe,
    appConnectionProbe,
    routes: probeRoutes({ callers, access, fabricProbe, appConnectionProbe }),
  };
}

export type ProbesRoom = ReturnType<typeof createProbes>;
