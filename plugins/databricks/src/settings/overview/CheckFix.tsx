import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Check } from '@backstage-databricks/plugin-databricks-common';
import { Button, ButtonLink } from '@backstage/ui';
import { databricksTranslationRef } from '../../translation';
import { useOpenForm } from '../useOpenForm';
import { fixOf } from './fixOf';
import { useTabHref } from '../useTabHref';

/** The form that mends it, or the list where it is found. */
export function CheckFix(props: {
  check: Check;
  /** What is wrong, in a sentence. */
  about: string;
}) {
  const { check, about } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { openForm } = useOpenForm();
  const hrefOf = useTabHref();
  const fix = fixOf(check);
  if (!fix) {
    return null;
  }
  const label = t(`overview.fix.${fix.label}`);
  const name = t('overview.fixAbout', { fix: label, about });
  const { form } = fix;
  return form ? (
    <Button
      size="small"
      variant="secondary"
      aria-label={name}
      onPress={() => openForm(form)}
    >
      {label}
    </Button>
  ) : (
    <ButtonLink
      size="small"
      variant="secondary"
      aria-label={name}
      href={hrefOf(fix.tab, fix.query)}
    >
      {label}
    </ButtonLink>
  );
}
