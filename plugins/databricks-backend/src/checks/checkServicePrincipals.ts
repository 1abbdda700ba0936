import { Check } from '@backstage-databricks/plugin-databricks-common';
import { isRefusal } from '../databricks';
import { identityFor, ResolvedFabric, secretExpiry } from '../settings';
import { CheckFacts } from './CheckFacts';
import { checkLine, fewOf } from './checkLine';
import { fixOfFabric } from './fixOf';

/** Whether fabrics that need a service principal have one that works, and for how long. */
export function checkServicePrincipals(facts: CheckFacts): Check[] {
  const needing = [...facts.snapshot.fabrics.values()].filter(
    it => identityFor(it, 'automation', 'plugin') === 'servicePrincipal',
  );
  return [
    missing(needing.filter(it => !it.servicePrincipal)),
    ...needing.flatMap(it => servicePrincipal(it, facts)),
  ];
}

function missing(fabrics: ResolvedFabric[]): Check {
  const id = 'service-principals';
  return fabrics.length === 0
    ? checkLine(id, 'ok', 'service_principals_present', {})
    : checkLine(
        id,
        'warning',
        'service_principals_missing',
        {
          count: String(fabrics.length),
          fabrics: fewOf(fabrics.map(it => it.title)),
        },
        {
          fix:
            fabrics.length === 1
              ? fixOfFabric(fabrics[0], 'service-principal')
              : { kind: 'fabrics-without-service-principal' },
        },
      );
}

function servicePrincipal(fabric: ResolvedFabric, facts: CheckFacts): Check[] {
  if (!fabric.servicePrincipal) {
    return [];
  }
  const { clientId, secretExpiresAt, secretUnavailable } =
    fabric.servicePrincipal;
  const { name, title } = fabric;
  const id = `service-principal ${name}`;
  const of = { fabric: title };
  const fix = fixOfFabric(fabric, 'service-principal');
  if (secretUnavailable) {
    const code =
      secretUnavailable === 'key_unavailable'
        ? 'service_principal_key_missing'
        : 'service_principal_secret_altered';
    return [checkLine(id, 'failed', code, of, { fix })];
  }
  const { refusal, status } =
    facts.grantFacts.servicePrincipals.get(name) ?? {};
  if (refusal !== undefined) {
    const code = isRefusal(refusal)
      ? (`service_principal_refused_${refusal}` as const)
      : 'service_principal_refused';
    // No other secret helps: it is mended at Databricks
    const shown = { kind: 'show-fabric', fabric: name };
    return [checkLine(id, 'failed', code, of, { fix: shown })];
  }
  if (status === 'rejected') {
    return [checkLine(id, 'failed', 'service_principal_rejected', of, { fix })];
  }
  const expiry = secretExpiry(secretExpiresAt, facts.nowMs);
  if (!expiry) {
    return [];
  }
  const { date, days } = expiry.values;
  const secret = {
    ...of,
    date,
    servicePrincipal: facts.names.get(name)?.servicePrincipal ?? clientId,
  };
  if (expiry.isOver) {
    const code = 'service_principal_secret_ended';
    return [checkLine(id, 'failed', code, secret, { fix })];
  }
  if (days === '0') {
    const code = 'service_principal_secret_ends_today';
    return [checkLine(id, 'warning', code, secret, { fix })];
  }
  const code = 'service_principal_secret_ends';
  const ends = { ...secret, count: days };
  return [checkLine(id, 'warning', code, ends, { fix })];
}
