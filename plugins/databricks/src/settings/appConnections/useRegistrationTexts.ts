import {
  configApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { databricksTranslationRef } from '../../translation';
import {
  registrationCommand,
  registrationOf,
  registrationTerraform,
} from './registration';

/** What registers the portal at Databricks, to copy: for the CLI, for Terraform, and all of it for a colleague. None of it is secret. */
export function useRegistrationTexts(settings: Settings): {
  colleague: string;
  cli: string;
  terraform: string;
} {
  const { redirectUrls, appConnections } = settings;
  const configApi = useApi(configApiRef);
  const { t } = useTranslationRef(databricksTranslationRef);
  const registration = registrationOf({
    name: configApi.getOptionalString('app.title') ?? 'Backstage',
    redirectUrls: redirectUrls.map(({ url }) => url),
    appConnection: appConnections.find(it => it.default),
  });
  const cli = registrationCommand(registration);
  const terraform = registrationTerraform(registration);
  const steps = [
    t('guide.step1', {
      menu: t('guide.console.menu'),
      button: t('guide.console.addConnection'),
    }),
    t('guide.step2', {
      scope: t('guide.console.scope'),
      secret: t('guide.console.secret'),
    }),
    t('guide.colleague.step3', { button: t('guide.console.add') }),
  ];
  const { origin, pathname } = window.location;
  const colleague = [
    t('guide.colleague.request'),
    redirectUrls.map(({ url }) => url).join('\n'),
    [
      t('guide.colleague.steps'),
      ...steps.map((step, index) => `${index + 1}. ${step}`),
    ].join('\n'),
    `${t('guide.colleague.cli')}\n${cli}`,
    `${t('guide.colleague.terraform')}\n${terraform}`,
    t('guide.colleague.link', { url: `${origin}${pathname}` }),
  ].join('\n\n');
  return { colleague, cli, terraform };
}
