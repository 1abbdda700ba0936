/**
 * One chunk for all places: those of one portal share nearly all of their code, and each would carry a copy of it.
 */
export { ConnectionsSubPage } from './ConnectionsSubPage';
export { EntityCard } from './EntityCard';
export { EntityContent } from './EntityContent';
export { FabricsSubPage } from './FabricsSubPage';
export { SettingsSubPage } from './SettingsSubPage';
