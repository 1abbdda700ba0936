import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricRow } from '@backstage-databricks/plugin-databricks-common';
import { ButtonLink } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { useLinks } from '../ui/Links';

/** Where the lines of the last test are on the page of a fabric. */
export const LAST_TEST = 'last-test';

/** Leads to the page of a fabric, which says how to mend it; after a failed test to the lines of that. */
export function FixLink(props: { row: FabricRow; isTest: boolean }) {
  const { row, isTest } = props;
  const { name, title } = row;
  const { t } = useTranslationRef(databricksTranslationRef);
  const href = useLinks().fabric(name);
  return href ? (
    <ButtonLink
      variant="tertiary"
      href={isTest ? `${href}#${LAST_TEST}` : href}
      aria-label={t('action.fixOf', { title })}
    >
      {t('action.fix')}
    </ButtonLink>
  ) : null;
}
