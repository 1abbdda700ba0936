import { createContext, useContext } from 'react';

/**
 * What the content of a `RequireDatabricksConnection` can tell it.
 *
 * @public
 */
export type RequireDatabricksConnectionContext = {
  /** A call was answered with `reconnect_required`: the same place asks for it. */
  onReconnectRequired(): void;
};

export const RequireContext = createContext<RequireDatabricksConnectionContext>(
  { onReconnectRequired: () => {} },
);

/**
 * The nearest `RequireDatabricksConnection`; outside of one nothing happens.
 *
 * @public
 */
export function useRequireDatabricksConnection(): RequireDatabricksConnectionContext {
  return useContext(RequireContext);
}
