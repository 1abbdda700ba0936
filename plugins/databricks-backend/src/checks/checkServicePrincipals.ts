import { Check } from '@backstage-databricks/plugin-databricks-common';
import { refusalMessage } from '../databricks';
import { check } from '../probes';
import { identityFor, secretExpiry, secretProblem } from '../settings';
import { CheckFacts } from './CheckFacts';

/** Whether fabrics that need a service principal have one that works, and for how long. */
export function checkServicePrincipals(facts: CheckFacts): Check[] {
  const needing = [...facts.snapshot.fabrics.values()].filter(
    it => identityFor(it, 'automation', 'plugin') === 'servicePrincipal',
  );
  const missing = needing.filter(it => !it.servicePrincipal);
  return [
    check.that(
      'service-principals',
      missing.length === 0,
      'Every fabric that needs a service principal has one.',
      `Without a service principal, so that scheduled work cannot run: ${missing
        .map(it => it.name)
        .join(', ')}.`,
    ),
    ...needing.flatMap(({ name, servicePrincipal }) => {
      if (!servicePrincipal) {
        return [];
      }
      const id = `service-principal ${name}`;
      const { secretUnavailable, secretExpiresAt } = servicePrincipal;
      if (secretUnavailable) {
        const of = `the service principal of '${name}'`;
        return check.failed(id, secretProblem(of, secretUnavailable).message);
      }
      const { refusal, status } =
        facts.grantFacts.servicePrincipals.get(name) ?? {};
      if (refusal !== undefined) {
        return check.failed(
          id,
          `The service principal of '${name}': ${refusalMessage(refusal)}`,
        );
      }
      if (status === 'rejected') {
        return check.failed(
          id,
          `Databricks rejects the service principal of '${name}': renew its secret, or correct its scopes.`,
        );
      }
      const expiry = secretExpiry(secretExpiresAt, facts.nowMs);
      return expiry
        ? check[expiry.isOver ? 'failed' : 'warning'](
            id,
            `${name}: ${expiry.message}`,
          )
        : [];
    }),
  ];
}
