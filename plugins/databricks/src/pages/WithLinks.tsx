import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ReactNode, useMemo } from 'react';
import { fabricRouteRef, fabricsRouteRef, settingsRouteRef } from '../routes';
import { LinksProvider } from '../ui/Links';

/** Tells what is below where the new frontend system has mounted the plugin's pages. */
export function WithLinks(props: { children: ReactNode }) {
  const fabrics = useRouteRef(fabricsRouteRef);
  const fabric = useRouteRef(fabricRouteRef);
  const settings = useRouteRef(settingsRouteRef);
  const links = useMemo(
    () => ({
      fabrics: fabrics?.(),
      fabric: (name: string) => fabric?.({ name }),
      settings: settings?.(),
    }),
    [fabric, fabrics, settings],
  );
  return <LinksProvider links={links}>{props.children}</LinksProvider>;
}
