import {
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import { useEffect, useState } from 'react';
import { databricksTranslationRef } from '../translation';
import styles from './NoFabrics.module.css';

/** Says why there is no fabric, for which teams, and who can add one. */
export function NoFabrics(props: { admin: boolean }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const teams = useTeams();
  return (
    <div className={styles.empty}>
      <Text as="h3" variant="title-x-small" weight="bold">
        {t('fabrics.emptyTitle')}
      </Text>
      {teams && (
        <Text as="p">
          {teams.length > 0
            ? t('fabrics.emptyTeams', { teams: teams.join(', ') })
            : t('fabrics.emptyNoTeams')}
        </Text>
      )}
      <Text as="p">
        {props.admin ? t('fabrics.emptyAdminHelp') : t('fabrics.emptyHelp')}
      </Text>
    </div>
  );
}

function useTeams(): string[] | undefined {
  const identityApi = useApi(identityApiRef);
  const [teams, setTeams] = useState<string[]>();

  useEffect(() => {
    let current = true;
    identityApi.getBackstageIdentity().then(
      ({ ownershipEntityRefs }) =>
        current &&
        setTeams(ownershipEntityRefs.filter(ref => !ref.startsWith('user:'))),
      // Without an identity the rest of the text still says what to do.
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [identityApi]);

  return teams;
}
