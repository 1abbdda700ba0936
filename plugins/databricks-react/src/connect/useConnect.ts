import type { Issuer } from '@backstage-databricks/plugin-databricks-common';
import { useSyncExternalStore } from 'react';
import type { OpenDialog } from '../signIn/DialogState';
import type { SignInsState } from '../signIn/SignIns';
import { useDatabricksStore } from '../store/useDatabricksStore';

/**
 * What a user can do about a sign-in. All of it is shown in the one dialog of the page.
 *
 * @public
 */
export type ConnectActions = {
  /** Opens Databricks in a window; to be called in a click. */
  connect(issuer: Issuer, fabric?: string): void;
  /** Says first what connecting gives. */
  offer(issuer: Issuer, fabric?: string): void;
  switchAccount(issuer: Issuer, fabric?: string): void;
  disconnect(issuer: Issuer): void;
  /** Gives up what waits for Databricks. */
  cancel(issuer: Issuer): void;
  /** Shows what waits again: its dialog, and its window where this tab has opened it. */
  show(issuer: Issuer): void;
};

/** How the sign-ins of this user stand. */
export function useSignIns(): SignInsState {
  const { signIns } = useDatabricksStore();
  return useSyncExternalStore(signIns.subscribe, signIns.getSnapshot);
}

/**
 * Connects, switches and disconnects. The page needs a {@link DatabricksConnectDialog}.
 *
 * @public
 */
export function useConnect(): ConnectActions {
  const { signIns } = useDatabricksStore();
  const open = (
    issuer: Issuer,
    dialog: Pick<OpenDialog, 'intent' | 'step' | 'fabric'>,
  ) => signIns.openDialog({ issuer: issuer.id, of: issuer, ...dialog });
  return {
    connect: (issuer, fabric) => {
      open(issuer, { intent: 'connect', step: 'signIn', fabric });
      signIns.connect({ issuer, fabric });
    },
    offer: (issuer, fabric) =>
      open(issuer, { intent: 'connect', step: 'ready', fabric }),
    switchAccount: (issuer, fabric) =>
      open(issuer, { intent: 'switch', step: 'signOut', fabric }),
    disconnect: issuer => open(issuer, { intent: 'disconnect', step: 'ready' }),
    cancel: ({ id }) => signIns.cancel(id),
    show: issuer => {
      open(issuer, { intent: 'connect', step: 'signIn' });
      signIns.showWindow(issuer.id);
    },
  };
}
