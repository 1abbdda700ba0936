import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import {
  personOf,
  usePersonName,
} from '@backstage-databricks/plugin-databricks-react';
import { databricksTranslationRef } from '../translation';
import type { Automation } from './automation';

/** How the two identities of a fabric are named within a sentence. */
export function useNames(): (of: {
  issuer?: Issuer;
  automation: Automation;
}) => {
  /** Undefined where nobody has signed in. */
  user?: string;
  servicePrincipal: string;
  /** Whoever interactive work runs as. */
  interactive: string;
} {
  const { t } = useTranslationRef(databricksTranslationRef);
  const nameOf = usePersonName();
  return ({ issuer, automation }) => {
    const person = personOf(issuer?.connection);
    const user = person && nameOf(person);
    const servicePrincipal =
      ('name' in automation && automation.name) ||
      t('fabric.acts.theServicePrincipal');
    return { user, servicePrincipal, interactive: user ?? servicePrincipal };
  };
}
