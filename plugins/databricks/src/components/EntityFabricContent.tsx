import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Card, CardBody, CardHeader, Text } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { ConnectionFacts } from './ConnectionFacts';
import { EntityFabricCard } from './EntityFabricCard';
import styles from './EntityFabricContent.module.css';

/** The fabric of the entity that is shown, with all that is known of the user's connection. */
export function EntityFabricContent() {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <div className={styles.content}>
      <EntityFabricCard>
        {({ connection }) =>
          connection &&
          connection.status !== 'not_connected' && (
            <Card>
              <CardHeader>
                <Text as="h3" variant="title-x-small" weight="bold">
                  {t('connections.title')}
                </Text>
              </CardHeader>
              <CardBody>
                <ConnectionFacts connection={connection} />
              </CardBody>
            </Card>
          )
        }
      </EntityFabricCard>
    </div>
  );
}
