import { compatWrapper } from '@backstage/core-compat-api';
import { EntityFabricContent } from '../components/EntityFabricContent';

export function LegacyEntityContent() {
  return compatWrapper(<EntityFabricContent />);
}
