import { AccessRoom } from '../access';
import { GrantsRoom } from '../grants';
import { PortalRoom } from '../portal';
import { Base } from '../settings';
import { AppConnectionProbe } from './AppConnectionProbe';
import { OutboundBudget } from './OutboundBudget';
import { probeRoutes } from './probeRoutes';
import { WorkspaceProbe } from './WorkspaceProbe';

export type { AppConnectionProbe } from './AppConnectionProbe';
export { check, testResult } from './check';
export { CLIENT_ACCEPTED, clientRefused } from './clientSentences';
export type { Asker, OutboundBudget } from './OutboundBudget';
export type { WorkspaceProbe } from './WorkspaceProbe';

/** Tests of fabrics, app connections and workspaces. */
export function createProbes(dependencies: {
  access: AccessRoom;
  base: Pick<Base, 'databricks' | 'settings'>;
  grants: Pick<GrantsRoom, 'tokens'>;
  portal: Pick<PortalRoom, 'audit'>;
}) {
  const { databricks, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { tokens } = dependencies.grants;
  const outboundBudget = new OutboundBudget(dependencies.portal);
  const workspaceProbe = new WorkspaceProbe({ databricks, outboundBudget });
  const appConnectionProbe = new AppConnectionProbe({
    settings,
    databricks,
    workspaceProbe,
    outboundBudget,
  });
  return {
    outboundBudget,
    workspaceProbe,
    appConnectionProbe,
    routes: probeRoutes({
      callers,
      access,
      databricks,
      tokens,
      appConnectionProbe,
      outboundBudget,
    }),
  };
}

export type ProbesRoom = ReturnType<typeof createProbes>;
