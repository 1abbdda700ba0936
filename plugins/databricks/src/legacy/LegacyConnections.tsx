import { compatWrapper } from '@backstage/core-compat-api';
import { ConnectionsPage } from '../connections/ConnectionsPage';
import { LegacyLinks } from './LegacyLinks';

export function LegacyConnections() {
  return <LegacyLinks>{compatWrapper(<ConnectionsPage />)}</LegacyLinks>;
}
