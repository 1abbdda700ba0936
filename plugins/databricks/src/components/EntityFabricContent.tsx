import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { CardBody, CardHeader, Text } from '@backstage/ui';
import { useId } from 'react';
import { databricksTranslationRef } from '../translation';
import { ConnectionFacts } from './ConnectionFacts';
import { EntityFabricCard } from './EntityFabricCard';
import { GroupCard } from './GroupCard';
import styles from './EntityFabricContent.module.css';

/** The fabric of the entity that is shown, with all that is known of the user's connection. */
export function EntityFabricContent() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  return (
    <div className={styles.content}>
      <EntityFabricCard>
        {({ connection }) =>
          connection &&
          connection.status !== 'not_connected' && (
            <GroupCard titleId={titleId}>
              <CardHeader>
                <Text
                  as="h3"
                  variant="title-x-small"
                  weight="bold"
                  id={titleId}
                >
                  {t('connections.title')}
                </Text>
              </CardHeader>
              <CardBody>
                <ConnectionFacts connection={connection} />
              </CardBody>
            </GroupCard>
          )
        }
      </EntityFabricCard>
    </div>
  );
}
