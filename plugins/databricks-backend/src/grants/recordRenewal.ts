import { AuditTrail, DatabricksMetrics } from '../portal';
import { RenewalEvent } from './TokenRenewal';

/** Counts and audits every renewal, whoever wanted it. */
export function recordRenewal(
  { holder, outcome, reasonCode, durationMs }: RenewalEvent,
  { audit, metrics }: { audit: AuditTrail; metrics: DatabricksMetrics },
): void {
  metrics.refreshed(outcome, durationMs);
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
