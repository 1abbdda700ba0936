import { UserNotificationSettingsCard } from '@backstage/plugin-notifications';
import { Container } from '@backstage/ui';

export function NotificationSettings() {
  return (
    <Container>
      <UserNotificationSettingsCard
        originNames={{ 'plugin:databricks': 'Databricks' }}
        topicNames={{ 'sign-in': 'Your sign-ins' }}
      />
    </Container>
  );
}
