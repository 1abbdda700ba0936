import { Check } from '@backstage-databricks/plugin-databricks-common';

/** Lines of tests and of the check list. */
export const check = {
  ok: (id: string, message: string): Check => ({ id, state: 'ok', message }),
  warning: (id: string, message: string): Check => ({
    id,
    state: 'warning',
    message,
  }),
  failed: (id: string, message: string): Check => ({
    id,
    state: 'failed',
    message,
  }),
};
