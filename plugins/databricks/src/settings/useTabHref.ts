import { useLinks } from '../ui/Links';
import type { SettingsTab } from './tabs';

/** The address of a tab of the settings, with filters that are set there. */
export function useTabHref(): (
  tab: SettingsTab,
  query?: Record<string, string>,
) => string {
  const { settings = '' } = useLinks();
  return (tab, query = {}) => {
    const search = new URLSearchParams(query).toString();
    return `${settings}/${tab}${search && `?${search}`}`;
  };
}
