import type {
  Fabric,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import { useWaitingSignIns } from '@backstage-databricks/plugin-databricks-react';
import { AboutFabric } from './AboutFabric';
import { ActedAsYou } from './ActedAsYou';
import { FabricForms, useFabricForms } from './FabricForms';
import { FabricHead } from './FabricHead';
import { FabricNeeds } from './FabricNeeds';
import { fabricView } from './fabricView';
import { LastTest } from './LastTest';
import { UsedBy } from './UsedBy';
import { WhereItRuns } from './WhereItRuns';
import { WhoActs } from './WhoActs';
import styles from './FabricPage.module.css';

/** What needs somebody first, then who acts, where it runs, and what is known of it. */
export function FabricDetails(props: {
  fabric: Fabric;
  /** Tells how many fabrics a sign-in serves, and who administers. */
  list: FabricList | undefined;
  isWithin: boolean;
}) {
  const { fabric, list, isWithin } = props;
  const waiting = useWaitingSignIns();
  const view = fabricView(fabric, list, waiting.has(fabric.issuer ?? ''));
  const forms = useFabricForms(fabric);
  return (
    <>
      <FabricHead
        view={view}
        isWithin={isWithin}
        onEdit={() => forms.open('fabric')}
      />
      <FabricNeeds
        view={view}
        onServicePrincipal={() => forms.open('service-principal')}
      />
      <div className={styles.columns}>
        <div className={styles.surfaces}>
          <WhoActs
            view={view}
            onServicePrincipal={() => forms.open('service-principal')}
            onRemove={() => forms.open('remove-service-principal')}
          />
          <WhereItRuns fabric={fabric} />
          <LastTest view={view} isWithin={isWithin} />
        </div>
        <div className={styles.surfaces}>
          <AboutFabric fabric={fabric} isAdmin={list?.admin ?? false} />
          {!isWithin && <UsedBy name={fabric.name} />}
          <ActedAsYou view={view} />
        </div>
      </div>
      <FabricForms forms={forms} fabric={fabric} list={list} />
    </>
  );
}
