import {
  AppConnection,
  Check,
} from '@backstage-databricks/plugin-databricks-common';
import { isNetworkRefusal, refusalMessage } from '../databricks';
import { ServicePrincipalState } from '../grants';
import { UserNotification } from '../portal';
import { ResolvedFabric, secretExpiry, SettingsSnapshot } from '../settings';

/** So long before a secret ends its owner is told, once each. */
const TOLD_DAYS = [1, 3, 14, 30];

/** A line of the check list must stay red until workspaces have been asked again, which is every ten minutes. */
const PATIENCE_MS = 15 * 60_000;

/** Longer ones would not be kept: so wide are the columns of the notifications plugin. */
const MAX_LENGTH = 255;

/** Something that an owner or the admins are to be told of. */
export type Fault = {
  /** The thing: what is told of it later takes the place of what was told before. */
  scope: string;
  /** What is wrong with it; each is told of by itself. */
  level: string;
  /** Entity refs. None where nobody is to be told. */
  recipients: string[];
  /** Nobody is told before it has lasted so long. */
  patienceMs: number;
  notification: Omit<UserNotification, 'scope'>;
};

export type FaultFacts = {
  settings: {
    appConnections: Pick<AppConnection, 'name' | 'title' | 'health'>[];
    checks: Check[];
  };
  snapshot: Pick<SettingsSnapshot, 'appConnections' | 'config' | 'fabrics'>;
  /** By the names of their fabrics. */
  servicePrincipals: ReadonlyMap<string, ServicePrincipalState>;
  nowMs: number;
};

/** All that is wrong and that somebody else than the users of a sign-in must mend, and who that is. */
export function faultsOf(facts: FaultFacts): Fault[] {
  const { settings, snapshot } = facts;
  const fabrics = [...snapshot.fabrics.values()].map(fabric => ({
    id: `service-principal ${fabric.name}`,
    isLocked: isLocked(fabric.servicePrincipal),
    faults: servicePrincipalFaults(fabric, facts),
  }));
  const appConnections = [...snapshot.appConnections.values()].map(it => ({
    id:
      snapshot.appConnections.size === 1
        ? 'app-connection'
        : `app-connection ${it.name}`,
    isLocked: isLocked(it),
    faults: appConnectionFaults(it.name, facts),
  }));
  const things = [...appConnections, ...fabrics];
  // That keys are missing is a line of its own
  const told = new Set(
    things
      .filter(it => it.isLocked || it.faults.length > 0)
      .map(({ id }) => id),
  );
  return [
    ...things.flatMap(it => it.faults),
    ...settings.checks
      .filter(it => it.state === 'failed' && !told.has(it.id))
      .filter(it => !concernsUsers(it))
      .map(it => checkFault(it, facts)),
  ];
}

function isLocked(it?: { secretUnavailable?: string }): boolean {
  return it?.secretUnavailable === 'key_unavailable';
}

/** People whom Databricks refuses as themselves are told so when they sign in. Where it refuses the network, only admins can help. */
function concernsUsers({ id }: Check): boolean {
  const [what, , reason] = id.split(' ');
  return what === 'refused' && !isNetworkRefusal(reason);
}

function adminsOf({ snapshot }: FaultFacts): string[] {
  return snapshot.config.admins.filter(it => it !== '*');
}

function appConnectionFaults(name: string, facts: FaultFacts): Fault[] {
  const known = facts.settings.appConnections.find(it => it.name === name);
  return known?.health === 'rejected'
    ? [
        {
          scope: `databricks:app-connection:${name}`,
          level: 'rejected',
          recipients: adminsOf(facts),
          patienceMs: 0,
          notification: {
            title: `Databricks rejects the app connection ${known.title}`,
            description:
              'Nobody can sign in with it, and sign-ins that were made with it are not renewed. Make a new secret in the account console and enter it in the settings.',
            link: '/databricks/settings/overview',
            severity: 'high',
            topic: 'administration',
          },
        },
      ]
    : [];
}

function servicePrincipalFaults(
  fabric: ResolvedFabric,
  facts: FaultFacts,
): Fault[] {
  const { name, title, owner } = fabric;
  const recipients = owner === '*' ? adminsOf(facts) : [owner];
  const link = `/databricks/fabrics/${name}?edit=service-principal:${name}`;
  const fault = (
    level: string,
    texts: Pick<UserNotification, 'title' | 'description' | 'severity'>,
  ): Fault => ({
    scope: `databricks:service-principal:${name}`,
    level,
    recipients,
    patienceMs: 0,
    notification: { ...texts, link, topic: 'service-principal' },
  });
  const rejection = rejectionOf(facts.servicePrincipals.get(name));
  const expiry = secretExpiry(
    fabric.servicePrincipal?.secretExpiresAt,
    facts.nowMs,
  );
  const days = Number(expiry?.values?.days);
  const threshold = TOLD_DAYS.find(it => days <= it);
  return [
    ...(rejection
      ? [
          fault('rejected', {
            title: `Databricks rejects the service principal of ${title}`,
            description: `${rejection} Until then no schedule or deployment can work there.`,
            severity: 'high',
          }),
        ]
      : []),
    ...(threshold === undefined
      ? []
      : [
          {
            ...fault(`secret-${threshold}`, {
              title: `The secret of the service principal of ${title} ${endOf(
                days,
              )}`,
              description:
                'Make a new secret at Databricks and enter it in the portal. Without it no schedule or deployment can work there.',
              severity: threshold > 3 ? ('normal' as const) : 'high',
            }),
            // Who reads that it is rejected enters a new one anyway
            ...(rejection && { recipients: [] }),
          },
        ]),
  ];
}

/** What Databricks holds against a service principal, and what mends it. */
function rejectionOf(
  state: ServicePrincipalState | undefined,
): string | undefined {
  if (state?.refusal !== undefined) {
    return refusalMessage(state.refusal);
  }
  if (state?.status !== 'rejected') {
    return undefined;
  }
  return state.reasonCode === 'scopes_rejected'
    ? 'It does not assign the requested scopes to it: correct them.'
    : 'It does not accept the client ID and secret: enter a new secret.';
}

function endOf(days: number): string {
  if (days < 0) {
    return 'has ended';
  }
  if (days === 0) {
    return 'ends today';
  }
  return days === 1 ? 'ends in 1 day' : `ends in ${days} days`;
}

function checkFault({ id, message }: Check, facts: FaultFacts): Fault {
  const end = message.search(/[.!?]\s|\.$/);
  const what = end < 0 ? message : message.slice(0, end);
  const rest = message.slice(what.length + 1).trim();
  const title = `Databricks check failed: ${what}`;
  const isShort = title.length <= MAX_LENGTH;
  return {
    scope: `databricks:check:${id}`.slice(0, MAX_LENGTH),
    level: 'failed',
    recipients: adminsOf(facts),
    patienceMs: PATIENCE_MS,
    notification: {
      title: isShort ? title : `${title.slice(0, MAX_LENGTH - 1)}…`,
      description: (isShort ? rest : message) || undefined,
      link: '/databricks/settings/overview',
      severity: 'high',
      topic: 'administration',
    },
  };
}
