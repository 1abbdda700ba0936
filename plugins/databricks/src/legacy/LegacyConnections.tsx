import { compatWrapper } from '@backstage/core-compat-api';
import { useRouteRef } from '@backstage/core-plugin-api';
import { ConnectionList } from '../components/ConnectionList';
import { legacyRootRouteRef } from './legacyRootRouteRef';

export function LegacyConnections() {
  const fabricsHref = useRouteRef(legacyRootRouteRef)();
  return compatWrapper(<ConnectionList fabricsHref={fabricsHref} />);
}
