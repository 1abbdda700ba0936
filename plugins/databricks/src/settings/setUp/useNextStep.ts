import type { Settings } from '@backstage-databricks/plugin-databricks-common';
import { useState } from 'react';
import type { SetUpStep } from './SetUpSteps';

/** The client whose registration was checked in this tab: nobody keeps that a test has passed. */
const CHECKED = 'databricks-checked-client';

/** Which step comes next in a portal without fabrics; none in one that has some. */
export function useNextStep({
  appConnections,
  fabrics,
}: Pick<Settings, 'appConnections' | 'fabrics'>): {
  next: SetUpStep | undefined;
  /** Notes that Databricks knows the registration. */
  onChecked(): void;
} {
  const [checked, setChecked] = useState(() => sessionStorage.getItem(CHECKED));
  const known = appConnections.find(it => it.default) ?? appConnections[0];

  const next = (): SetUpStep | undefined => {
    if (fabrics.length > 0) {
      return undefined;
    }
    if (!known) {
      return 'register';
    }
    return known.health === 'accepted' || checked === known.clientId
      ? 'add'
      : 'check';
  };
  return {
    next: next(),
    onChecked: () => {
      if (known) {
        sessionStorage.setItem(CHECKED, known.clientId);
        setChecked(known.clientId);
      }
    },
  };
}
