import { Check } from '@backstage-databricks/plugin-databricks-common';
import { createHash } from 'node:crypto';
import { UserConnection } from '../connections';
import { ServicePrincipalState } from '../grants';
import { ResolvedFabric } from '../settings';
import {
  DatabaseTestResultStore,
  TestResultSummary,
} from './DatabaseTestResultStore';
import { problemOf } from './problemOf';

/** Codes of checks that could not be made, for want of Databricks or of the portal. They tell nothing of rights. */
const NOT_MADE = [
  'app_connection_rejected',
  'conflict',
  'credentials_unreadable',
  'databricks_unavailable',
  'encryption_key_unavailable',
  'nonsense',
  'not_configured',
  'throttled',
  'unavailable',
];

/** Results of tests that still hold. */
export class KnownTests {
  readonly #ofFabrics = new Map<string, TestResultSummary>();
  readonly #newest = new Map<string, TestResultSummary>();

  /** @param results - the newest first */
  constructor(results: TestResultSummary[]) {
    for (const result of [...results].reverse()) {
      this.#ofFabrics.set(placeOf(result.grantId, result.fabric), result);
      this.#newest.set(result.grantId, result);
    }
  }

  /** The last test of a fabric as the holder of a grant, unless the fabric's work runs elsewhere since. */
  of(
    fabric: ResolvedFabric,
    grantId: string | undefined,
  ): TestResultSummary | undefined {
    const result = this.#ofFabrics.get(placeOf(grantId, fabric.name));
    // Who was let in since, at any fabric of the sign-in, is not kept out at another one
    const isPast = isKeptOut(result) && !isKeptOut(this.newest(grantId));
    return result?.targetHash === targetHash(fabric) && !isPast
      ? result
      : undefined;
  }

  /** The last test of any fabric as the holder of a grant. */
  newest(grantId: string | undefined): TestResultSummary | undefined {
    return this.#newest.get(grantId ?? '');
  }
}

/** In place of a fabric's name, of the test of a connection: it counts as the newest one, and for no fabric by name. */
const NO_FABRIC = '';

/** Keeps what tests have found, and tells what of it still holds. */
export class TestResults {
  readonly #store: DatabaseTestResultStore;

  constructor(options: { store: DatabaseTestResultStore }) {
    this.#store = options.store;
  }

  /**
   * Keeps what a test has found as the holder of a grant. Where it could not tell who that is there, what is kept stays.
   *
   * @param tested - the fabric, or one that the connection serves
   * @param startedAt - when the test began, on the monotonic clock
   */
  async keep(
    grantId: string,
    { fabric, of }: { fabric: ResolvedFabric; of: 'fabric' | 'connection' },
    checks: Check[],
    startedAt: number,
  ): Promise<void> {
    if (checks.some(it => it.id === 'identity' && isNotMade(it))) {
      return;
    }
    const refused = checks.filter(
      it => it.state === 'failed' && !isNotMade(it),
    );
    const [first] = refused;
    await this.#store.save({
      grantId,
      fabric: of === 'fabric' ? fabric.name : NO_FABRIC,
      targetHash: targetHash(fabric),
      startedAt,
      refused: refused.map(it => it.id),
      problem: first && problemOf(first),
      checks,
    });
  }

  /** Finds what still holds: as users since their last sign-in, and as service principals. One statement, or none. */
  async find(
    connections: UserConnection[],
    servicePrincipals: Iterable<ServicePrincipalState>,
  ): Promise<KnownTests> {
    const states = [...servicePrincipals];
    const connectedAtMs = new Map(
      connections.map(it => [it.id, it.connectedAtMs]),
    );
    const receivedAtMs = new Map<string | undefined, number | undefined>([
      ...connections.map(it => [it.id, it.receivedAtMs] as const),
      ...states.map(it => [it.grantId, it.receivedAtMs] as const),
    ]);
    const results = await this.#store.list([
      ...connectedAtMs.keys(),
      ...states.flatMap(({ grantId }) => grantId ?? []),
    ]);
    const isBefore = (
      { grantId, testedAtMs }: TestResultSummary,
      instants: ReadonlyMap<string | undefined, number | undefined>,
    ) => testedAtMs < (instants.get(grantId) ?? 0);
    return new KnownTests(
      results.filter(
        it =>
          !isBefore(it, connectedAtMs) &&
          !(isOver(it) && isBefore(it, receivedAtMs)),
      ),
    );
  }

  /** The lines of these tests of a fabric, in their order; one statement, or none. */
  async checks(
    fabric: ResolvedFabric,
    results: (TestResultSummary | undefined)[],
  ): Promise<(Check[] | undefined)[]> {
    const grantIds = results.flatMap(it => it?.grantId ?? []);
    const checks = await this.#store.checks(fabric.name, grantIds);
    return results.map(it => it && checks.get(it.grantId));
  }
}

/** Whether Databricks did not let in who was tested. */
export function isKeptOut(test: TestResultSummary | undefined): boolean {
  return test?.refused.includes('identity') ?? false;
}

/** Whether a token that came since ends what the test found: that there was none, or that nobody was let in. */
function isOver(test: TestResultSummary): boolean {
  const { reason = '' } = test.problem?.values ?? {};
  return isKeptOut(test) && !['not_a_member', 'entitlement'].includes(reason);
}

function isNotMade({ values }: Check): boolean {
  return NOT_MADE.includes(values?.code ?? '');
}

function placeOf(grantId: string | undefined, fabric: string): string {
  return `${grantId} ${fabric}`;
}

/** Stands for where the work of a fabric runs. */
function targetHash(fabric: ResolvedFabric): string {
  const { workspaceUrl, compute, catalog, schema } = fabric;
  return createHash('sha256')
    .update(JSON.stringify([workspaceUrl, compute, catalog, schema]))
    .digest('hex');
}
