import {
  AdminConnectionFilter,
  connectionStatusSchema,
} from '@backstage-databricks/plugin-databricks-common';
import { ListAddress, useListAddress } from '../../ui/useListAddress';

const FILTER_NAMES = [
  'user',
  'workspace',
  'fabric',
  'status',
  'appConnection',
] as const;

export type ConnectionSearch = ListAddress<(typeof FILTER_NAMES)[number]> & {
  filter: AdminConnectionFilter;
};

/** Which connections the admin wants to see, as the address has it. */
export function useConnectionSearch(): ConnectionSearch {
  const address = useListAddress(FILTER_NAMES);
  const { user, workspace, fabric, status, appConnection } = address.lists;
  const statuses = connectionStatusSchema.options.filter(it =>
    status.includes(it),
  );
  return {
    ...address,
    filter: {
      user: user[0],
      workspace: workspace[0],
      fabric: fabric[0],
      appConnection: appConnection[0],
      status: statuses.length > 0 ? statuses : undefined,
    },
  };
}
