import { Route, Routes } from 'react-router-dom';
import { SettingsPage } from '../settings/SettingsPage';
import type { SettingsTab } from '../settings/tabs';
import { renderWithBackend } from './renderWithBackend';

/** Renders a tab of the settings at its address. */
export function renderSettings(
  tab: SettingsTab | '' = '',
  options: Parameters<typeof renderWithBackend>[1] & { search?: string } = {},
) {
  const { search = '', ...rest } = options;
  return renderWithBackend(
    <Routes>
      <Route path="/databricks/settings/*" element={<SettingsPage />} />
    </Routes>,
    { address: `/databricks/settings/${tab}${search}`, ...rest },
  );
}
