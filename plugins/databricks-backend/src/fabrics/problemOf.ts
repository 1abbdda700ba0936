import { Check, Problem } from '@backstage-databricks/plugin-databricks-common';

/** What a line that failed tells, as a problem. */
export function problemOf({ id, message, values }: Check): Problem {
  return { code: values?.code ?? id, message, values };
}
