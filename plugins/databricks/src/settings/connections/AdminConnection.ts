import type { AdminConnectionList } from '@backstage-databricks/plugin-databricks-common';

/** A connection of anybody, as admins see it. */
export type AdminConnection = AdminConnectionList['items'][number];
