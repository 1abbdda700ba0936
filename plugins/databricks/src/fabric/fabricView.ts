import type {
  Fabric,
  FabricList,
  Issuer,
} from '@backstage-databricks/plugin-databricks-common';
import { Automation, automationOf } from '../fabrics/automation';
import { You, youIn } from '../fabrics/you';

/** A fabric with all that its page shows. */
export type FabricView = {
  fabric: Fabric;
  /** Absent where no sign-in is needed. */
  issuer?: Issuer;
  you: You;
  automation: Automation;
  /** Who administers, as entity refs. */
  admins: string[];
};

export function fabricView(
  fabric: Fabric,
  list: FabricList | undefined,
  isWaiting: boolean,
): FabricView {
  const { workspace, servicePrincipal, failedTests } = fabric;
  const issuer: Issuer | undefined =
    list?.issuers.find(({ id }) => id === fabric.issuer) ??
    (fabric.issuer === undefined
      ? undefined
      : {
          id: fabric.issuer,
          kind: 'workspace',
          ...workspace,
          appConnection: fabric.appConnection,
          connection: fabric.connection,
          // How many is not known
          fabrics: 0,
        });
  return {
    fabric,
    // Its own answer is the newer one
    issuer: issuer && { ...issuer, connection: fabric.connection },
    you: youIn(
      { signInNeeded: fabric.signInNeeded, failedTests },
      issuer && { ...issuer, connection: fabric.connection },
      isWaiting,
    ),
    automation: automationOf({
      automation: {
        as: fabric.automationAs,
        status: servicePrincipal?.status,
        name: servicePrincipal?.name ?? servicePrincipal?.clientId,
        secretExpiresAt: servicePrincipal?.secretExpiresAt,
        refusal: servicePrincipal?.refusal,
      },
      warnings: fabric.warnings.map(({ code }) => code),
      failedTests,
    }),
    admins: list?.admins ?? [],
  };
}
