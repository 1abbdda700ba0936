import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Consumer } from '@backstage-databricks/plugin-databricks-common';
import { useTimeText } from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../../translation';
import { pluginTitle } from '../../ui/pluginTitle';
import { useSettingsContext } from '../SettingsContext';
import { useTitleList } from '../useTitleList';

/** What is said of a plugin that may act at Databricks. */
export type ConsumerTexts = {
  plugin: string;
  asPeople: string;
  asServicePrincipals: string;
  purposes: string;
  /** When it last acted so, by whom it may act as. */
  last: string[];
};

export function useConsumerTexts(): (consumer: Consumer) => ConsumerTexts {
  const { fabrics, counts } = useSettingsContext().settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const listOf = useTitleList();
  const { relative } = useTimeText();
  const titles = new Map(fabrics.map(it => [it.name, it.title]));
  const titlesOf = (names: string[]) =>
    listOf(names.map(name => titles.get(name) ?? name));
  const when = (at: string | undefined) =>
    at ? relative(at) : t('consumers.never');
  const servicePrincipals =
    counts?.servicePrincipals ??
    fabrics.filter(it => it.servicePrincipal).length;

  return consumer => {
    const { user, servicePrincipalOf, lastAsUser } = consumer;
    const { purposes = ['interactive', 'automation'] } = consumer;
    const actsAsPeople = Array.isArray(user) ? user.length > 0 : user;
    const actsAsServicePrincipals = servicePrincipalOf.length > 0;
    const actsAsNobody = !actsAsPeople && !actsAsServicePrincipals;

    const asPeople = () => {
      if (!actsAsPeople) {
        return t('consumers.nobody');
      }
      return Array.isArray(user) ? titlesOf(user) : t('consumers.everyFabric');
    };
    const asServicePrincipals = () => {
      if (servicePrincipalOf === '*') {
        return t('consumers.all', { n: String(servicePrincipals) });
      }
      if (actsAsServicePrincipals) {
        return titlesOf(servicePrincipalOf);
      }
      return actsAsNobody
        ? t('consumers.definitionsOnly')
        : t('consumers.none');
    };
    const forWhat = () => {
      const forPeople = purposes.includes('interactive') && !actsAsNobody;
      // Where nobody is there only a service principal acts
      const forSchedules =
        purposes.includes('automation') && actsAsServicePrincipals;
      if (forPeople) {
        return forSchedules ? t('consumers.both') : t('consumers.peopleOnly');
      }
      return forSchedules
        ? t('consumers.schedulesOnly')
        : t('consumers.noTokens');
    };
    return {
      plugin: pluginTitle(consumer.plugin),
      asPeople: asPeople(),
      asServicePrincipals: asServicePrincipals(),
      purposes: forWhat(),
      last: actsAsNobody
        ? [t('consumers.lastNever')]
        : [
            ...(actsAsPeople
              ? [t('consumers.lastPeople', { when: when(lastAsUser) })]
              : []),
            ...(actsAsServicePrincipals
              ? [
                  t('consumers.lastServicePrincipals', {
                    when: when(consumer.lastAsServicePrincipal),
                  }),
                ]
              : []),
          ],
    };
  };
}
