import { compatWrapper } from '@backstage/core-compat-api';
import { EntityFabricCard } from '../components/EntityFabricCard';

export function LegacyEntityCard() {
  return compatWrapper(<EntityFabricCard />);
}
