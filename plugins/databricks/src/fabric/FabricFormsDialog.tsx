import type {
  Fabric,
  FabricDefinition,
  FabricList,
} from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
  useRefetchDatabricks,
} from '@backstage-databricks/plugin-databricks-react';
import { useState } from 'react';
import { descriptions } from '../settings/form/definitions/descriptions';
import { FormDialog } from '../settings/form/FormDialog';
import type { GuardedForm } from '../settings/form/useGuardedForm';
import { workspacesOf } from '../settings/form/definitions/workspacesOf';

/** A form that changes a fabric, or its service principal, for its owners too: they see no settings. */
export function FabricFormsDialog(props: {
  fabric: Fabric;
  definition: FabricDefinition;
  list?: FabricList;
  subject: 'fabric' | 'service-principal';
  guard: GuardedForm;
}) {
  const { fabric, definition, list, subject, guard } = props;
  const { name, appConnection } = fabric;
  const api = useDatabricksApi();
  const refetch = useRefetchDatabricks();
  const [opened] = useState(() => ({
    thing: definition,
    world: {
      names: [],
      workspaces: workspacesOf(
        [fabric, ...(list?.items ?? [])].map(it => it.workspace),
      ),
      appConnections: appConnection ? [appConnection] : [],
      isOwnerFixed: !list?.admin,
    },
  }));
  return (
    <FormDialog
      about={{
        description: descriptions[subject],
        ...opened,
        fetchNow: () =>
          api.getFabric(name).then(
            now => now.definition,
            error => {
              if (toProblem(error).code === 'not_found') {
                return undefined;
              }
              throw error;
            },
          ),
      }}
      {...guard}
      onSaved={() => refetch()}
    />
  );
}
