import { Check } from '@backstage-databricks/plugin-databricks-common';
import { check } from '../probes';
import {
  secretExpiry,
  secretProblem,
  ResolvedFabric,
  SettingsSnapshot,
} from '../settings';
import { GrantFacts } from './SettingsOverview';

/** Whether fabrics that need a service principal have one that works, and for how long. */
export function checkServicePrincipals(
  { fabrics }: SettingsSnapshot,
  facts: GrantFacts,
  nowMs: number,
): Check[] {
  const all = [...fabrics.values()].filter(
    it => it.type !== 'prophecy' || it.oauthType === 'm2m',
  );
  const missing = all.filter(it => !it.servicePrincipal);
  return [
    missing.length === 0
      ? check.ok(
          'service-principals',
          'Every fabric that needs a service principal has one.',
        )
      : check.warning(
          'service-principals',
          `Without a service principal, so that scheduled work cannot run: ${missing
            .map(it => it.name)
            .join(', ')}.`,
        ),
    ...all.flatMap(fabric => checkOne(fabric, facts, nowMs)),
  ];
}

function checkOne(
  { name, servicePrincipal }: ResolvedFabric,
  facts: GrantFacts,
  nowMs: number,
): Check[] {
  if (!servicePrincipal) {
    return [];
  }
  const id = `service-principal ${name}`;
  const { secretUnavailable, secretExpiresAt } = servicePrincipal;
  if (secretUnavailable) {
    const of = `the service principal of '${name}'`;
    return [check.failed(id, secretProblem(of, secretUnavailable).message)];
  }
  if (facts.servicePrincipals.get(name) === 'rejected') {
    return [
      check.failed(
        id,
        `Databricks rejects the service principal of '${name}': renew its secret, or correct its scopes.`,
      ),
    ];
  }
  const expiry = secretExpiry(secretExpiresAt, nowMs);
  return expiry
    ? [
        check[expiry.isOver ? 'failed' : 'warning'](
          id,
          `${name}: ${expiry.message}`,
        ),
      ]
    : [];
}
