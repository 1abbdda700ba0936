import {
  type ComputeOptions,
  parseWorkspaceUrl,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useEffect, useRef, useState } from 'react';

/** Until then an address is being typed. */
const TYPED_MS = 500;

/** What can be chosen by name at a workspace. */
export type KnownCompute =
  | { status: 'asking' }
  | { status: 'known'; items: ComputeOptions['items'] }
  /** Nobody has signed in there, for instance. */
  | { status: 'unavailable' };

/**
 * The warehouses and clusters that the user's own sign-in sees at a workspace. While the form is open, each workspace
 * is asked once.
 *
 * @param isKnown - whether it is one of those to choose from, and not being typed
 */
export function useComputeOptions(
  workspaceUrl: string,
  isKnown: boolean,
): KnownCompute | undefined {
  const api = useDatabricksApi();
  const asked = useRef(new Set<string>());
  const [known, setKnown] = useState<Record<string, KnownCompute>>({});
  const { value: url } = parseWorkspaceUrl(workspaceUrl.trim());

  useEffect(() => {
    if (url === undefined || asked.current.has(url)) {
      return undefined;
    }
    const keep = (compute: KnownCompute) =>
      setKnown(before => ({ ...before, [url]: compute }));
    const timer = setTimeout(
      () => {
        asked.current.add(url);
        keep({ status: 'asking' });
        api.listComputeOptions(url).then(
          ({ items }) => keep({ status: 'known', items }),
          () => keep({ status: 'unavailable' }),
        );
      },
      isKnown ? 0 : TYPED_MS,
    );
    return () => clearTimeout(timer);
  }, [api, url, isKnown]);

  return url === undefined ? undefined : known[url];
}
