import { compatWrapper } from '@backstage/core-compat-api';
import { EntityFabricContent } from '../entity/EntityFabricContent';
import { LegacyLinks } from './LegacyLinks';

export function LegacyEntityContent() {
  return <LegacyLinks>{compatWrapper(<EntityFabricContent />)}</LegacyLinks>;
}
