import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  Connection,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import { databricksReactTranslationRef } from '../translation';

/**
 * Who has signed in at Databricks.
 *
 * @public
 */
export type Person = {
  name: string;
  userName: string;
  /** Not the user of the portal. */
  isOther: boolean;
};

/**
 * Who is, or was, connected.
 *
 * @public
 */
export function personOf(connection: Connection): Person;
/** @public */
export function personOf(connection: Issuer['connection']): Person | undefined;
export function personOf(connection: Issuer['connection']): Person | undefined {
  if (!connection || connection.status === 'not_connected') {
    return undefined;
  }
  const { databricksUser, otherPerson = false } = connection;
  const { userName, displayName = userName } = databricksUser;
  return { name: displayName, userName, isOther: otherPerson };
}

/**
 * A person's name as it stands alone or ends a sentence, where it says whether it is not the user.
 *
 * @public
 */
export function usePersonName(): (person: Person) => string {
  const { t } = useTranslationRef(databricksReactTranslationRef);
  return ({ name, isOther }) =>
    isOther ? t('person.other', { who: name }) : name;
}
