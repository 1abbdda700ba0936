import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { CopyButton } from '@backstage-databricks/plugin-databricks-react';
import { Button, Text } from '@backstage/ui';
import { RiDownloadLine } from '@remixicon/react';
import { useMemo } from 'react';
import { appConfigYaml } from '../appConfigYaml';
import { databricksTranslationRef } from '../../translation';
import { Afterwards } from '../../ui/Afterwards';
import { Surface } from '../../ui/Surface';
import { downloadText } from './downloadText';
import styles from './ExportSurface.module.css';

/** What is defined, to be moved into version control. */
export function ExportSurface(props: { settings: Settings }) {
  const { settings } = props;
  const { appConnections, fabrics } = settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <Surface title={t('exported.title')}>
      {appConnections.length + fabrics.length === 0 ? (
        <Text as="p">{t('exported.nothing')}</Text>
      ) : (
        <div className={styles.export}>
          <Text as="p" color="secondary" className={styles.help}>
            {t('exported.help')}
          </Text>
          {/* A thousand fabrics take longer to write down than to draw all else */}
          <Afterwards>
            <Exported settings={settings} />
          </Afterwards>
        </div>
      )}
    </Surface>
  );
}

function Exported(props: { settings: Settings }) {
  const { settings } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const yaml = useMemo(() => appConfigYaml(settings), [settings]);
  return (
    <>
      <div className={styles.actions}>
        <CopyButton name={t('exported.copyNamed')} text={yaml}>
          {t('exported.copy')}
        </CopyButton>
        <Button
          variant="secondary"
          iconStart={<RiDownloadLine />}
          onPress={() => downloadText('databricks.app-config.yaml', yaml)}
        >
          {t('exported.download')}
        </Button>
      </div>
      <pre
        className={styles.text}
        role="region"
        aria-label={t('exported.text')}
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, which a keyboard does where the focus is
        tabIndex={0}
      >
        <code>{yaml}</code>
      </pre>
    </>
  );
}
