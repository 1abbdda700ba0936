import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { Text } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { CopyableText } from './CopyableText';
import { CopyButton } from './CopyButton';
import styles from './RedirectUrlsSection.module.css';
import {
  registrationCommand,
  registrationOf,
  registrationTerraform,
} from './registration';
import { SettingsSection } from './SettingsSection';

const ANCHOR = 'redirect-urls';

/** What the Databricks account admin registers, and how. */
export function RedirectUrlsSection(props: { settings: Settings }) {
  const { redirectUrls, appConnections } = props.settings;
  const configApi = useApi(configApiRef);
  const { t } = useTranslationRef(databricksTranslationRef);
  const registration = registrationOf({
    name: configApi.getOptionalString('app.title') ?? 'Backstage',
    redirectUrls: redirectUrls.map(({ url }) => url),
    appConnection: appConnections.find(it => it.default),
  });
  const command = registrationCommand(registration);
  const terraform = registrationTerraform(registration);
  const steps = ([1, 2, 3, 4, 5, 6] as const).map(number =>
    t(`redirects.step${number}`),
  );

  const link = `${window.location.origin}${window.location.pathname}#${ANCHOR}`;
  const instructions = [
    t('redirects.instructions'),
    redirectUrls.map(({ url }) => url).join('\n'),
    [
      `${t('redirects.stepsTitle')}:`,
      ...steps.map((step, index) => `${index + 1}. ${step}`),
    ].join('\n'),
    `${t('redirects.commandTitle')}:\n${command}`,
    `${t('redirects.terraformTitle')}:\n${terraform}`,
    link,
  ].join('\n\n');

  return (
    <SettingsSection
      anchor={ANCHOR}
      title={t('redirects.sectionTitle')}
      intro={t('redirects.intro')}
    >
      <div className={styles.copy}>
        <CopyButton
          label={t('redirects.copyInstructions')}
          text={instructions}
        />
        <CopyButton label={t('redirects.copyLink')} text={link} />
      </div>
      {redirectUrls.map(({ path, url }) => (
        <CopyableText key={path} label={t(`redirects.${path}`)} text={url} />
      ))}
      <div>
        <Text as="h4" variant="body-medium" weight="bold">
          {t('redirects.stepsTitle')}
        </Text>
        <ol className={styles.steps}>
          {steps.map(step => (
            <li key={step}>{step}</li>
          ))}
        </ol>
      </div>
      <CopyableText label={t('redirects.commandTitle')} text={command} />
      <CopyableText label={t('redirects.terraformTitle')} text={terraform} />
    </SettingsSection>
  );
}
