import { AppConnectionUse } from '../connections';
import { isNetworkRefusal } from '../databricks';
import { isRefusedReason, REJECTED_PAUSE_MS, Verdict } from '../grants';
import { SignInEnds } from '../signIn';

/** Where Databricks refuses people for good, why, and whom. */
export type RefusedPeople = {
  issuer: string;
  reason: string;
  connections: number;
  signIns: number;
  /** When it did so last, in epoch milliseconds. */
  atMs: number;
};

/** What connections and sign-ins of users show about app connections, by the names of these. */
export type AppConnectionFacts = {
  connections: ReadonlyMap<string, number>;
  /** When Databricks rejected their present clients, in epoch milliseconds. */
  rejectedAppConnections: ReadonlyMap<string, number>;
  /** App connections of which Databricks has refused the scopes to some user, and when. */
  scopesRejected: ReadonlyMap<string, number>;
  refused: readonly RefusedPeople[];
};

/** Something that Databricks holds against an app connection or against people. */
export type Objection = {
  appConnection: string;
  issuer: string;
  /** A verdict, or why it refuses people. */
  what: string;
  atMs: number;
  clientHash?: string;
  /** Requested, space separated, where they are known. */
  scopes?: string;
  connections: number;
  signIns: number;
};

const VERDICTS: { [error in string]?: Verdict } = {
  app_connection_rejected: 'client_rejected',
  missing_scopes: 'scopes_rejected',
};

/**
 * What Databricks holds against app connections and people, unless it has accepted them since. But for the client,
 * which renewals present too, only a sign-in shows that what a sign-in met is over.
 *
 * @param isCurrent - whether it concerns what is still in use, as it is
 */
export function appConnectionFacts(
  uses: readonly AppConnectionUse[],
  ends: readonly SignInEnds[],
  isCurrent: (objection: Objection) => boolean,
): AppConnectionFacts {
  const signedIn = [
    ...uses.map(it => ({ ...it, atMs: it.signedInAtMs })),
    ...ends.filter(it => !it.error).map(it => ({ ...it, atMs: it.endedAtMs })),
  ];
  const accepted = [
    ...signedIn,
    ...uses.map(it => ({ ...it, atMs: it.renewedAtMs })),
  ];
  // Who was refused as a person came through the network
  const arrived = ends
    .filter(it => it.reason && !isNetworkRefusal(it.reason))
    .map(it => ({ ...it, atMs: it.endedAtMs }));
  const isOver = ({
    appConnection,
    issuer,
    what,
    atMs,
    signIns,
  }: Objection) => {
    const since = (
      those: { issuer: string; appConnection: string; atMs: number }[],
    ) => those.filter(it => it.atMs > atMs && it.issuer === issuer);
    const better = since(
      signIns > 0 && what !== 'client_rejected' ? signedIn : accepted,
    );
    if (isNetworkRefusal(what)) {
      return better.length > 0 || since(arrived).length > 0;
    }
    // Who is refused as a person stays so, whoever else is accepted
    return (
      !isRefusedReason(what) &&
      better.some(it => it.appConnection === appConnection)
    );
  };
  const connections = new Map<string, number>();
  for (const { appConnection, connections: count } of uses) {
    connections.set(
      appConnection,
      count + (connections.get(appConnection) ?? 0),
    );
  }
  const rejectedAppConnections = new Map<string, number>();
  const scopesRejected = new Map<string, number>();
  const refused: RefusedPeople[] = [];
  for (const objection of [
    ...uses.flatMap(objectionsOfUse),
    ...ends.flatMap(objectionsOfEnds),
  ].filter(it => isCurrent(it) && !isOver(it))) {
    const { appConnection, issuer, what, atMs } = objection;
    if (what === 'client_rejected') {
      noteLatest(rejectedAppConnections, appConnection, atMs);
    } else if (what === 'scopes_rejected') {
      noteLatest(scopesRejected, appConnection, atMs);
    } else {
      const same = refused.find(
        it => it.issuer === issuer && it.reason === what,
      );
      if (same) {
        same.connections += objection.connections;
        same.signIns += objection.signIns;
        same.atMs = Math.max(same.atMs, atMs);
      } else {
        const { connections: count, signIns } = objection;
        refused.push({
          issuer,
          reason: what,
          connections: count,
          signIns,
          atMs,
        });
      }
    }
  }
  return { connections, rejectedAppConnections, scopesRejected, refused };
}

function objectionsOfUse(use: AppConnectionUse): Objection[] {
  const { verdict, reasonCode } = use;
  const of = { ...use, clientHash: use.rejectedClientHash, signIns: 0 };
  return [
    ...(verdict ? [{ ...of, what: verdict, atMs: use.verdictAtMs }] : []),
    ...(isRefusedReason(reasonCode)
      ? [{ ...of, what: reasonCode, atMs: use.retryAtMs - REJECTED_PAUSE_MS }]
      : []),
  ];
}

function objectionsOfEnds(ends: SignInEnds): Objection[] {
  const { error, reason } = ends;
  return error === undefined
    ? []
    : [
        {
          ...ends,
          what: VERDICTS[error] ?? reason ?? error,
          atMs: ends.endedAtMs,
          clientHash: ends.rejectedClientHash,
          connections: 0,
        },
      ];
}

function noteLatest(
  byName: Map<string, number>,
  name: string,
  atMs: number,
): void {
  byName.set(name, Math.max(atMs, byName.get(name) ?? 0));
}
