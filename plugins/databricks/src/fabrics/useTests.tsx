import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  IdentityKind,
  TestResult,
} from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useCheckText,
  useDatabricksApi,
  useProblemText,
  useRefetchDatabricks,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import { Link } from '@backstage/ui';
import { useState } from 'react';
import { databricksTranslationRef } from '../translation';

/** What a test is called, and where its lines stand. */
type Tested = { title: string; who: string; href?: string };

/** Runs tests. What they learn is shown everywhere at once, and a toast says how it went. */
export function useTests() {
  const api = useDatabricksApi();
  const refetch = useRefetchDatabricks();
  const { t } = useTranslationRef(databricksTranslationRef);
  const textOf = useProblemText();
  const checkText = useCheckText();
  const postToast = useToast();
  const [isPending, setPending] = useState(false);

  const run = async (test: () => Promise<TestResult>, tested: Tested) => {
    const { title, who, href } = tested;
    setPending(true);
    try {
      const { ok, checks } = await test();
      await refetch();
      if (ok) {
        postToast({ text: t('tests.passed', { title, who }) });
      } else {
        const failed = checks.filter(({ state }) => state === 'failed');
        const summary = t('tests.problems', {
          count: failed.length,
          title,
          who,
        });
        const close = postToast({
          text: `${summary}: ${failed.map(checkText).join(' ')}`,
          problem: true,
          // Of who is not let in there is no more to see
          content: href && checks.length > 1 && (
            <>
              {summary}{' '}
              <Link href={href} onPress={() => close()}>
                {t('tests.details')}
              </Link>
            </>
          ),
        });
      }
    } catch (error) {
      const problem = toProblem(error);
      postToast({
        text: `${t('fabric.test.failed')}: ${textOf(problem)}`,
        problem: true,
      });
    }
    setPending(false);
  };

  return {
    isPending,
    testFabric: (name: string, tested: Tested, as?: IdentityKind) =>
      run(() => api.testFabric(name, { as }), tested),
    testConnection: (id: string, tested: Tested) =>
      run(() => api.testConnection(id), tested),
  };
}
