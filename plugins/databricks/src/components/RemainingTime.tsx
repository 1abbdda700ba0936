import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import { TimeText } from '@backstage-databricks/plugin-databricks-react';
import { useTimeText } from '@backstage-databricks/plugin-databricks-react';

/** How long a sign-in probably lasts: "about 6 days left". */
export function RemainingTime(props: { until: string }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const duration = useTimeText().remaining(props.until);
  return (
    <TimeText at={props.until}>
      {duration ? t('status.aboutLeft', { duration }) : t('you.endsAnyTime')}
    </TimeText>
  );
}
