import { Container } from '@backstage/ui';
import { SettingsPanel } from './SettingsPanel';

/** The settings, with the margins of a page. */
export function SettingsPage() {
  return (
    <Container>
      <SettingsPanel />
    </Container>
  );
}
