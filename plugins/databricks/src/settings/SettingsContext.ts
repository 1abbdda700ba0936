import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { createContext, useContext } from 'react';

/** What the tabs of the settings share. */
export type SettingsContextValue = {
  settings: Settings;
  /** Who administers, as entity refs. */
  admins: string[];
  /** Fetches the settings again, after a change that was made here. */
  refetch(): Promise<void>;
  /** Read out in the one live region of the settings. */
  announce(message: string): void;
};

export const SettingsContext = createContext<SettingsContextValue | undefined>(
  undefined,
);

/** The settings, below `SettingsPage`. */
export function useSettingsContext(): SettingsContextValue {
  const value = useContext(SettingsContext);
  if (!value) {
    throw new Error('The settings are read outside of their page');
  }
  return value;
}
