import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import type { ReactNode } from 'react';
import { useLocation, useResolvedPath } from 'react-router-dom';

/** The portal's own not-found page below addresses that no tab of a page has. */
export function KnownPaths(props: { paths: string[]; children: ReactNode }) {
  const { pathname } = useLocation();
  const base = useResolvedPath('.').pathname.replace(/\/$/, '');
  const [first = ''] = pathname.slice(base.length + 1).split('/');
  return first === '' || props.paths.includes(first) ? (
    <>{props.children}</>
  ) : (
    <NotFoundErrorPage />
  );
}
