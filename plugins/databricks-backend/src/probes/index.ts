import { AccessRoom } from '../access';
import { GrantsRoom } from '../grants';
import { Base } from '../settings';
import { AppConnectionProbe } from './AppConnectionProbe';
import { probeRoutes } from './probeRoutes';
import { WorkspaceProbe } from './WorkspaceProbe';

export type { AppConnectionProbe } from './AppConnectionProbe';
export { check, testResult } from './check';
export { CLIENT_ACCEPTED, clientRefused } from './clientSentences';
export type { WorkspaceProbe } from './WorkspaceProbe';

/** Tests of fabrics, app connections and workspaces. */
export function createProbes(dependencies: {
  access: AccessRoom;
  base: Pick<Base, 'databricks' | 'settings'>;
  grants: Pick<GrantsRoom, 'tokens'>;
}) {
  const { databricks, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { tokens } = dependencies.grants;
  const workspaceProbe = new WorkspaceProbe({ databricks });
  const appConnectionProbe = new AppConnectionProbe({
    settings,
    databricks,
    workspaceProbe,
  });
  return {
    workspaceProbe,
    appConnectionProbe,
    routes: probeRoutes({
      callers,
      access,
      databricks,
      tokens,
      appConnectionProbe,
    }),
  };
}

export type ProbesRoom = ReturnType<typeof createProbes>;
