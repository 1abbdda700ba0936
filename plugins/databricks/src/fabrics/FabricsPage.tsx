import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  DatabricksConnectDialog,
  useConnect,
  useDatabricksFabrics,
} from '@backstage-databricks/plugin-databricks-react';
import type { FabricList } from '@backstage-databricks/plugin-databricks-common';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router-dom';
import { databricksTranslationRef } from '../translation';
import { PausedLine } from '../ui/PausedLine';
import { ResourceView } from '../ui/ResourceView';
import { FabricsContent } from './FabricsContent';
import { FabricsSkeleton } from './FabricsSkeleton';
import { NoFabrics } from './NoFabrics';
import styles from './FabricsPage.module.css';

/** The user's sign-ins, and below them the fabrics. */
export function FabricsPage() {
  const { t } = useTranslationRef(databricksTranslationRef);
  const state = useDatabricksFabrics();
  return (
    <div className={styles.page}>
      <ResourceView
        state={state}
        loading={t('fabrics.loading')}
        errorTitle={t('fabrics.errorTitle')}
        skeleton={<FabricsSkeleton />}
      >
        {list => <Loaded list={list} />}
      </ResourceView>
      <DatabricksConnectDialog />
    </div>
  );
}

function Loaded(props: { list: FabricList }) {
  const { list } = props;
  useOfferByAddress(list);
  return (
    <>
      <PausedLine paused={list.paused} />
      {list.items.length === 0 ? (
        <NoFabrics admin={list.admin} admins={list.admins} />
      ) : (
        <FabricsContent list={list} />
      )}
    </>
  );
}

/** A link, of a notification for instance, opens the dialog: `?connect=<issuer>`. */
function useOfferByAddress({ issuers }: FabricList) {
  const [params, setParams] = useSearchParams();
  const { offer } = useConnect();
  const wanted = params.get('connect');

  useEffect(() => {
    if (wanted === null) {
      return;
    }
    const issuer = issuers.find(({ id }) => id === wanted);
    setParams(
      before => {
        const after = new URLSearchParams(before);
        after.delete('connect');
        return after;
      },
      { replace: true },
    );
    if (issuer) {
      offer(issuer);
    }
    // `offer` and `setParams` are made anew with each render
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [wanted, issuers]);
}
