import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import {
  CopyButton,
  TimeText,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, Card } from '@backstage/ui';
import {
  RiArrowDownSLine,
  RiArrowUpSLine,
  RiCheckboxCircleLine,
} from '@remixicon/react';
import { useId, useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { DescriptionList } from '../../ui/DescriptionList';
import styles from './RegistrationGuide.module.css';
import { useRegistrationTexts } from './useRegistrationTexts';

/** How the portal is registered at Databricks: open until that has been done once, then one line that unfolds. */
export function RegistrationGuide(props: { settings: Settings }) {
  const { settings } = props;
  const { redirectUrls, appConnections } = settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const titleId = useId();
  const bodyId = useId();
  const [isUnfolded, setUnfolded] = useState(false);
  const accepted = appConnections.filter(it => it.health === 'accepted');
  const isRegistered = accepted.length > 0;
  const isOpen = isUnfolded || !isRegistered;
  const acceptedAt = accepted
    .flatMap(({ healthAt }) => healthAt ?? [])
    .sort()
    .at(-1);
  return (
    <Card className={styles.card}>
      <section aria-labelledby={titleId}>
        <div className={styles.head} data-open={isOpen || undefined}>
          {isRegistered && (
            <RiCheckboxCircleLine className={styles.icon} aria-hidden="true" />
          )}
          <div className={styles.words}>
            <h3 id={titleId} className={styles.title}>
              {isRegistered ? t('guide.registered') : t('guide.title')}
            </h3>
            {acceptedAt && (
              <span className={styles.grey}>
                {' · '}
                {t('guide.accepted', { when: <TimeText at={acceptedAt} /> })}
              </span>
            )}
          </div>
          {isRegistered && (
            <Button
              variant="tertiary"
              aria-expanded={isOpen}
              aria-controls={isOpen ? bodyId : undefined}
              iconEnd={isOpen ? <RiArrowUpSLine /> : <RiArrowDownSLine />}
              onPress={() => setUnfolded(before => !before)}
            >
              {t('guide.toggle')}
            </Button>
          )}
        </div>
        {isOpen && (
          <div id={bodyId} className={styles.body}>
            <DescriptionList
              items={redirectUrls.map(({ path, url }) => ({
                term: t(`guide.${path}`),
                value: <code>{url}</code>,
                copy: url,
              }))}
            />
            <Steps isEmpty={appConnections.length === 0} settings={settings} />
          </div>
        )}
      </section>
    </Card>
  );
}

function Steps(props: { settings: Settings; isEmpty: boolean }) {
  const { settings, isEmpty } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { colleague, cli, terraform } = useRegistrationTexts(settings);
  return (
    <div className={styles.how}>
      <ol className={styles.steps}>
        <li>
          {t('guide.step1', {
            menu: <b>{t('guide.console.menu')}</b>,
            button: <b>{t('guide.console.addConnection')}</b>,
          })}
        </li>
        <li>
          {t('guide.step2', {
            scope: <b>{t('guide.console.scope')}</b>,
            secret: <b>{t('guide.console.secret')}</b>,
          })}
        </li>
        <li>{t('guide.step3', { button: <b>{t('guide.console.add')}</b> })}</li>
        {isEmpty && (
          <li>
            {t('guide.step4', {
              button: <b>{t('settings.addAppConnection')}</b>,
            })}
          </li>
        )}
      </ol>
      <div className={styles.copies}>
        <CopyButton name={t('guide.colleague.copy')} text={colleague}>
          {t('guide.colleague.copy')}
        </CopyButton>
        <CopyButton name={t('guide.cli')} text={cli}>
          {t('guide.cli')}
        </CopyButton>
        <CopyButton name={t('guide.terraform')} text={terraform}>
          {t('guide.terraform')}
        </CopyButton>
      </div>
    </div>
  );
}
