import { AccessRoom } from '../access';
import { ConnectionsRoom } from '../connections';
import { FabricsRoom } from '../fabrics';
import { GrantsRoom } from '../grants';
import { PortalRoom } from '../portal';
import { Base } from '../settings';
import { AppConnectionProbe } from './AppConnectionProbe';
import { ComputeLists } from './ComputeLists';
import { ComputeStates } from './ComputeStates';
import { FabricTest } from './FabricTest';
import { OutboundBudget } from './OutboundBudget';
import { probeRoutes } from './probeRoutes';
import { TestedConnections } from './TestedConnections';
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
  connections: Pick<ConnectionsRoom, 'store'>;
  fabrics: Pick<FabricsRoom, 'names' | 'testResults'>;
  grants: Pick<GrantsRoom, 'tokens'>;
  portal: Pick<PortalRoom, 'audit' | 'changeSignals'>;
}) {
  const { databricks, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { tokens } = dependencies.grants;
  const { names, testResults } = dependencies.fabrics;
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
      fabricTest: new FabricTest({
        databricks,
        tokens,
        testResults,
        names,
        changeSignals: dependencies.portal.changeSignals,
      }),
      computeLists: new ComputeLists({
        connectionStore: dependencies.connections.store,
        databricks,
        settings,
        tokens,
      }),
      computeStates: new ComputeStates({ databricks, tokens, names }),
      testedConnections: new TestedConnections({
        connectionStore: dependencies.connections.store,
        settings,
      }),
      appConnectionProbe,
      outboundBudget,
    }),
  };
}

export type ProbesRoom = ReturnType<typeof createProbes>;
