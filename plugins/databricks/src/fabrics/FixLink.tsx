import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { FabricRow } from '@backstage-databricks/plugin-databricks-common';
import { ButtonLink } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import { useLinks } from '../ui/Links';

/** Leads to the page of a fabric, which says how to mend it. */
export function FixLink(props: { row: FabricRow }) {
  const { name, title } = props.row;
  const { t } = useTranslationRef(databricksTranslationRef);
  const href = useLinks().fabric(name);
  return href ? (
    <ButtonLink
      variant="tertiary"
      href={href}
      aria-label={t('action.fixOf', { title })}
    >
      {t('action.fix')}
    </ButtonLink>
  ) : null;
}
