import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';

/** Where something is defined, or who changed it last. */
export function DefinitionSource(props: {
  thing: {
    source: 'config' | 'database';
    updatedAt?: string;
    updatedBy?: string;
  };
  configPath: string;
}) {
  const { thing, configPath } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  if (thing.source === 'config') {
    return (
      <Text as="p" variant="body-small" color="secondary">
        {t('source.config', { path: configPath })}
      </Text>
    );
  }
  return thing.updatedAt ? (
    <Text as="p" variant="body-small" color="secondary">
      {t('source.changed')} <TimeText at={thing.updatedAt} />{' '}
      {thing.updatedBy && t('source.changedBy', { who: thing.updatedBy })}
    </Text>
  ) : null;
}
