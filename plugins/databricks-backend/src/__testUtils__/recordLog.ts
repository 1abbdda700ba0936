import { BackendFeature } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';

/** The root logger of a backend, which hands on whatever it and its children are given. */
export function recordLog(
  remember: (...args: unknown[]) => void,
): BackendFeature {
  const rootLogger = mockServices.rootLogger.mock({
    error: remember,
    warn: remember,
    info: remember,
    debug: remember,
  });
  rootLogger.child.mockReturnValue(rootLogger);
  return rootLogger.factory;
}
