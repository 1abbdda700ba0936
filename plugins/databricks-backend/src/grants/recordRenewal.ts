import { AuditTrail, ChangeSignals, DatabricksMetrics } from '../portal';
import { RenewalEvent } from './TokenRenewal';

/** Outcomes that a user's pages show: the sign-in has ended, or Databricks refuses it. */
const SHOWN = ['reconnect_required', 'databricks_refused'];

/** Counts and audits every renewal, whoever wanted it, and tells the user's pages where it shows. */
export function recordRenewal(
  { holder, outcome, reasonCode, durationMs }: RenewalEvent,
  {
    audit,
    changeSignals,
    metrics,
  }: {
    audit: AuditTrail;
    changeSignals: ChangeSignals;
    metrics: DatabricksMetrics;
  },
): void {
  metrics.refreshed(outcome, durationMs);
  if (holder.kind === 'user' && SHOWN.includes(outcome)) {
    changeSignals.connectionsOf([holder.owner]);
  }
  const isWell = outcome === 'renewed' || outcome === 'lost';
  audit
    .note('connection-refresh', {
      severityLevel: 'low',
      meta: {
        identity: holder.kind,
        [holder.kind === 'user' ? 'user' : 'fabric']: holder.owner,
        workspace: holder.workspaceUrl,
        outcome,
        reason: reasonCode,
      },
      failure: isWell ? undefined : outcome,
    })
    .catch(() => {});
}
