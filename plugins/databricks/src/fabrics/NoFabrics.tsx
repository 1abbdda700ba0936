import {
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { ButtonLink } from '@backstage/ui';
import { RiApps2Line } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { useSettings } from '../hooks/useSettings';
import { SetUpSteps } from '../settings/setUp/SetUpSteps';
import { useNextStep } from '../settings/setUp/useNextStep';
import { databricksTranslationRef } from '../translation';
import { EmptyCard } from '../ui/EmptyCard';
import { EntityLinks } from '../ui/EntityLinks';
import { useLinks } from '../ui/Links';

/** Says why there is no fabric, for which teams, and who can add one. */
export function NoFabrics(props: { admin: boolean; admins: string[] }) {
  const { admin, admins } = props;
  return admin ? <NoneForAdmin /> : <NoneForTeams admins={admins} />;
}

/** In a portal without any fabric, the steps to the first one; they are done in the settings. */
function NoneForAdmin() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const { settings } = useLinks();
  const { remote } = useSettings();
  const { next } = useNextStep(
    remote.status === 'loaded'
      ? remote.value
      : { appConnections: [], fabrics: [] },
  );
  const toSettings = (label: string, variant: 'primary' | 'secondary') =>
    settings && (
      <ButtonLink variant={variant} href={settings}>
        {label}
      </ButtonLink>
    );
  if (remote.status === 'loading') {
    return null;
  }
  return remote.status === 'loaded' && next ? (
    <SetUpSteps
      next={next}
      action={toSettings(t(`setUp.${next}.button`), 'primary')}
      view={() => toSettings(t('setUp.view'), 'secondary')}
    />
  ) : (
    <EmptyCard
      icon={<RiApps2Line />}
      title={t('fabrics.emptyTitle')}
      action={toSettings(t('fabrics.emptyAdminButton'), 'primary')}
    >
      {t('fabrics.emptyAdminOthers')}
    </EmptyCard>
  );
}

function NoneForTeams({ admins }: { admins: string[] }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  const teams = useTeams();
  const titles = Object.values(useEntityTitles(teams)).join(', ');
  return (
    <EmptyCard
      icon={<RiApps2Line />}
      title={t('fabrics.emptyTitle')}
      action={
        <CopyButton
          name={t('fabrics.emptyCopy')}
          text={t('fabrics.emptyRequest', {
            teams: titles,
            page: window.location.href,
          })}
        >
          {t('fabrics.emptyCopy')}
        </CopyButton>
      }
    >
      <p>{t('fabrics.emptyHelp')}</p>
      <p>
        {teams.length > 0 ? (
          <>
            {t('fabrics.emptyTeams')} <EntityLinks entityRefs={teams} />.
          </>
        ) : (
          t('fabrics.emptyNoTeams')
        )}
      </p>
      {admins.length > 0 && (
        <p>
          {t('fabrics.emptyAdmins')} <EntityLinks entityRefs={admins} />.
        </p>
      )}
    </EmptyCard>
  );
}

function useTeams(): string[] {
  const identityApi = useApi(identityApiRef);
  const [teams, setTeams] = useState<string[]>([]);

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
