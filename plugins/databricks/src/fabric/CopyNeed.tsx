import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import {
  CopyButton,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';

/** What a fabric needs, as a message for who can mend it. */
export function CopyNeed(props: {
  fabric: Fabric;
  sentence: string;
  help?: string;
  /** Who can, as entity refs; absent where the sentence itself says who. */
  who?: string[];
}) {
  const { fabric, sentence, help = '', who = [] } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const names = Object.values(useEntityTitles(who)).join(', ');
  return (
    <CopyButton
      name={t('who.copyAnyone')}
      text={t('fabric.needs.copyText', {
        title: fabric.title,
        problem: sentence,
        help,
        page: window.location.href,
      })}
    >
      {names ? t('who.copy', { who: names }) : t('who.copyAnyone')}
    </CopyButton>
  );
}
