import {
  Check,
  FabricRow,
  LastTest,
} from '@backstage-databricks/plugin-databricks-common';
import { TestResultSummary } from './DatabaseTestResultStore';
import { SignInAtIssuer } from './describeSignIn';
import { isKeptOut } from './TestResults';

/** What the last tests of a fabric found, where they still hold. */
export type FabricTests = {
  user?: TestResultSummary;
  servicePrincipal?: TestResultSummary;
};

export function describeTest(
  result: TestResultSummary | undefined,
  checks: Check[] = [],
): LastTest | undefined {
  return (
    result && {
      at: new Date(result.testedAtMs).toISOString(),
      ok: checks.every(it => it.state !== 'failed'),
      checks,
      failed: result.refused.length > 0 ? result.refused : undefined,
    }
  );
}

/** What the last tests could not do. That Databricks refuses a user shows at all fabrics of the sign-in. */
export function failedTests(
  { user, servicePrincipal }: FabricTests,
  signIn: SignInAtIssuer | undefined,
): FabricRow['failedTests'] {
  const refused = user?.refused ?? [];
  const isData = (id: string) => id === 'catalog' || id === 'schema';
  const failed: FabricRow['failedTests'] = [];
  if (isKeptOut(signIn?.lastTest)) {
    failed.push('identity');
  }
  if (refused.includes('compute')) {
    failed.push('compute');
  }
  if (refused.some(isData)) {
    failed.push('data');
  }
  if (servicePrincipal?.refused.length) {
    failed.push('servicePrincipal');
  }
  return failed.length > 0 ? failed : undefined;
}
