import { mockApis, TestApiProvider } from '@backstage/frontend-test-utils';
import type { SignInStarted } from '@backstage-databricks/plugin-databricks-common';
import { act, renderHook } from '@testing-library/react';
import type { PropsWithChildren } from 'react';
import { stubPopup } from '../__testUtils__/stubPopup';
import { databricksApiRef } from '@backstage-databricks/plugin-databricks-react';
import { useSignIn } from './useSignIn';

const started: SignInStarted = {
  id: 's-1',
  authorizationUrl: 'https://adb-1.7.azuredatabricks.net/oidc/v1/authorize',
  expiresAt: '2030-01-01T00:00:00.000Z',
};

describe('useSignIn', () => {
  beforeEach(() => window.sessionStorage.clear());
  afterEach(() => jest.restoreAllMocks());

  it.each(['connect', 'connectInThisWindow'] as const)(
    'forgets an attempt that is cancelled while %s still asks the backend',
    async how => {
      const { open } = stubPopup();
      let answer: (signIn: SignInStarted) => void = () => {};
      const startSignIn = jest.fn(
        () =>
          new Promise<SignInStarted>(resolve => {
            answer = resolve;
          }),
      );
      const apis = [
        [databricksApiRef, { startSignIn } as never],
        mockApis.config(),
        mockApis.discovery(),
        mockApis.error(),
        mockApis.identity({ userEntityRef: 'user:default/alice' }),
        mockApis.translation(),
      ] as const;
      const { result } = renderHook(
        () =>
          useSignIn({
            fabric: 'analytics-dev',
            connected: false,
            onSucceeded: () => {},
          }),
        {
          wrapper: ({ children }: PropsWithChildren) => (
            <TestApiProvider apis={apis}>{children}</TestApiProvider>
          ),
        },
      );
      await act(async () => {
        result.current[how]();
      });
      expect(startSignIn).toHaveBeenCalled();
      open.mockClear();
      await act(async () => result.current.cancel());
      await act(async () => answer(started));
      expect(window.sessionStorage).toHaveLength(0);
      expect(open).not.toHaveBeenCalled();
      expect(result.current.state).toEqual({ status: 'idle' });
    },
  );
});
