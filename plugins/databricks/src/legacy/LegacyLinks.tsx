import { useRouteRef } from '@backstage/core-plugin-api';
import { ReactNode, useMemo } from 'react';
import { LinksProvider } from '../ui/Links';
import { legacyFabricRouteRef, legacyRootRouteRef } from './legacyRouteRefs';

/** Tells what is below where the legacy frontend system has mounted the plugin's page. */
export function LegacyLinks(props: { children: ReactNode }) {
  const root = useRouteRef(legacyRootRouteRef)();
  const fabric = useRouteRef(legacyFabricRouteRef);
  const links = useMemo(
    () => ({
      fabrics: `${root}/fabrics`,
      fabric: (name: string) => fabric({ name }),
      settings: `${root}/settings`,
    }),
    [fabric, root],
  );
  return <LinksProvider links={links}>{props.children}</LinksProvider>;
}
