import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { databricksTranslationRef } from '../translation';
import type { Automation } from './automation';
import { useYouText } from './useYouText';
import type { You } from './you';

/** How the two identities of a fabric are named within a sentence. */
export function useNames(): (of: { you: You; automation: Automation }) => {
  /** Undefined where nobody has signed in. */
  user?: string;
  servicePrincipal: string;
} {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { nameOf } = useYouText();
  return ({ you, automation }) => ({
    user: 'person' in you ? nameOf(you.person) : undefined,
    servicePrincipal:
      ('name' in automation && automation.name) ||
      t('fabric.acts.theServicePrincipal'),
  });
}
