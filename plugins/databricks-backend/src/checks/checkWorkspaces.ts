import { Check } from '@backstage-databricks/plugin-databricks-common';
import { workspaceTitle } from '../settings';
import { CheckFacts } from './CheckFacts';
import { checkLine } from './checkLine';

/** Codes of failures of the network that have a sentence of their own. */
const NETWORK = [
  'certificate',
  'name_not_found',
  'connection_refused',
  'timeout',
  'reset',
  'proxy_unusable',
] as const;

/** A line for each workspace, as its last check found it. */
export function checkWorkspaces({ snapshot, workspaces }: CheckFacts): Check[] {
  return workspaces.map(({ workspaceUrl, found }) => {
    const { host } = new URL(workspaceUrl);
    const workspace = workspaceTitle(workspaceUrl, snapshot);
    const id = `workspace ${host}`;
    if (!found) {
      // Nobody knows whether it is well, so that the list must not be green
      return checkLine(id, 'warning', 'workspace_unchecked', { workspace });
    }
    const { at, message, ms, state, values } = found;
    if (state === 'ok') {
      const more = { at, ms };
      return checkLine(id, 'ok', 'workspace_answers', { workspace }, more);
    }
    const fix = { kind: 'fabrics-of-workspace', workspace: workspaceUrl };
    const more = { at, ms, fix };
    const network = values?.network;
    const known = NETWORK.find(it => it === network);
    const of = { workspace, host };
    const line = () => {
      if (known) {
        return checkLine(id, state, `workspace_${known}`, of, more);
      }
      if (network?.startsWith('proxy_')) {
        const withStatus = { ...of, network };
        return checkLine(id, state, 'workspace_proxy', withStatus, more);
      }
      if (values?.kind === 'nonsense') {
        return checkLine(id, state, 'workspace_nonsense', of, more);
      }
      const problem = message.replace(`${workspaceUrl}: `, '');
      const withProblem = { ...of, problem };
      return checkLine(id, state, 'workspace_failed', withProblem, more);
    };
    const told = line();
    return network ? { ...told, values: { ...told.values, network } } : told;
  });
}
