import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Container } from '@backstage/ui';
import { ConnectionList } from './components/ConnectionList';
import { rootRouteRef } from './routes';

/** The tab of the user's settings, in the new frontend system. */
export function ConnectionsSubPage() {
  const fabricsHref = useRouteRef(rootRouteRef)?.();
  return (
    <Container>
      <ConnectionList fabricsHref={fabricsHref} />
    </Container>
  );
}
