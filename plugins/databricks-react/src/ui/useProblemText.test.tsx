import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import { errorApiRef, translationApiRef } from '@backstage/frontend-plugin-api';
import { renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { SaidProblem, useProblemText } from './useProblemText';

const apis = [
  [translationApiRef, mockApis.translation()],
  [errorApiRef, mockApis.error()],
] as const;

function say(problem: SaidProblem): string {
  const { result } = renderHook(useProblemText, {
    wrapper: ({ children }: { children: ReactNode }) => (
      <TestApiProvider apis={apis}>{children}</TestApiProvider>
    ),
  });
  return result.current(problem);
}

describe('useProblemText', () => {
  const message = 'What the backend says.';

  it('says a code in the words of the portal, with the values that it names', () => {
    expect(say({ code: 'reconnect_required', message })).toBe(
      'Databricks has ended your sign-in.',
    );
    expect(
      say({
        code: 'ended_by_admin',
        message,
        values: { reason: 'You have left the team' },
      }),
    ).toBe(
      'An admin of the portal has ended your connection and wrote: “You have left the team”.',
    );
    expect(
      say({
        code: 'foreign_address',
        message,
        values: { here: 'http://a.test', backend: 'http://b.test' },
      }),
    ).toContain(
      'You opened it at http://a.test, and its backend is at http://b.test',
    );
  });

  it('leaves it to the backend where it has no words, or a value is missing', () => {
    expect(say({ code: 'ended_by_admin', message })).toBe(message);
    expect(
      say({ code: 'foreign_address', message, values: { here: 'x' } }),
    ).toBe(message);
    expect(say({ code: 'brand_new', message })).toBe(message);
    expect(say({ code: 'toString', message })).toBe(message);
    expect(say({ message })).toBe(message);
  });
});
