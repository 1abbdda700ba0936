import { compatWrapper } from '@backstage/core-compat-api';
import { EntityFabricCard } from '../entity/EntityFabricCard';
import { LegacyLinks } from './LegacyLinks';

export function LegacyEntityCard() {
  return <LegacyLinks>{compatWrapper(<EntityFabricCard />)}</LegacyLinks>;
}
