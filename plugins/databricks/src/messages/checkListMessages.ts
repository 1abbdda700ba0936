import { checkSentences } from '@backstage-databricks/plugin-databricks-common';

/** What the check list says, by the codes of its lines. The backend's own sentences are made from the same list. */
export const checkListMessages = { checkLine: checkSentences } as const;
