import {
  configApiRef,
  discoveryApiRef,
  identityApiRef,
  useApi,
  useTranslationRef,
} from '@backstage/frontend-plugin-api';
import type {
  Problem,
  SignInOutcome,
} from '@backstage-databricks/plugin-databricks-common';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { foreignAddress } from '../signIn/foreignAddress';
import { openPopup } from '../signIn/openPopup';
import {
  PendingSignIn,
  readPendingSignIn,
  removePendingSignIn,
  savePendingSignIn,
} from '../signIn/pendingSignIns';
import { readRegistration, RequestedClient } from '../signIn/readRegistration';
import { returnPath } from '../signIn/returnPath';
import { SlowReason, watchSignIn } from '../signIn/watchSignIn';
import { databricksTranslationRef } from '../translation';
import { toProblem } from './toProblem';

export type SignInState =
  | { status: 'idle' }
  /** The sign-in is being started. */
  | { status: 'starting' }
  /** The developer is at Databricks. */
  | { status: 'waiting'; registration: RequestedClient }
  /** The developer may be stuck at Databricks, or has closed its window. */
  | { status: 'slow'; reason: SlowReason; registration: RequestedClient }
  /** The browser blocked the window; a full-page sign-in still works. */
  | { status: 'blocked' }
  | { status: 'failed'; problem: Problem }
  /** It has succeeded, and what has changed is being fetched. */
  | { status: 'succeeded' };

export type SignIn = {
  state: SignInState;
  /** Opens a window; to be called in a click. */
  connect(): void;
  /** Leaves the portal for Databricks and comes back. */
  connectInThisWindow(): void;
  /** Stops waiting. */
  cancel(): void;
};

/** Why an attempt was ended: the user gave it up. One that is unmounted is taken up again later. */
const CANCELLED = 'cancelled';

/** Signs the user in for a fabric; `onSucceeded` fetches what has changed. */
export function useSignIn(options: {
  fabric: string;
  /** The fabric can be used as the user: what an attempt has come to matters no more. */
  connected: boolean;
  onSucceeded(): void | Promise<void>;
}): SignIn {
  const { fabric, connected } = options;
  const api = useDatabricksApi();
  const discoveryApi = useApi(discoveryApiRef);
  const configApi = useApi(configApiRef);
  const identityApi = useApi(identityApiRef);
  const { t } = useTranslationRef(databricksTranslationRef);
  const [state, setState] = useState<SignInState>({ status: 'idle' });

  // The attempt that may still change the state; a newer one, a cancel or an unmount ends it.
  const attempt = useRef<AbortController>();
  const openedPopup = useRef<Window>();
  const latest = useRef({ ...options, t });
  latest.current = { ...options, t };

  const begin = useCallback((reason?: typeof CANCELLED) => {
    attempt.current?.abort(reason);
    attempt.current = new AbortController();
    openedPopup.current?.close();
    openedPopup.current = undefined;
    return attempt.current.signal;
  }, []);

  const watch = useCallback(
    (
      pending: PendingSignIn,
      signal: AbortSignal,
      popup?: { window: Window; origin: string },
    ) => {
      const { registration } = pending;
      setState({ status: 'waiting', registration });
      const stop = watchSignIn({
        api,
        id: pending.id,
        popup,
        onSlow: reason => setState({ status: 'slow', reason, registration }),
        onOutcome: async outcome => {
          removePendingSignIn(fabric);
          if (outcome.status === 'succeeded') {
            setState({ status: 'succeeded' });
            await latest.current.onSucceeded();
            if (!signal.aborted) {
              setState({ status: 'idle' });
            }
          } else {
            setState({
              status: 'failed',
              problem: problemOf(
                outcome,
                latest.current.t('signIn.outcomeExpired'),
              ),
            });
          }
        },
      });
      signal.addEventListener('abort', stop);
    },
    [api, fabric],
  );

  const start = useCallback(
    async (display: PendingSignIn['display'], signal: AbortSignal) => {
      const { userEntityRef } = await identityApi.getBackstageIdentity();
      const started = await api.startSignIn({
        fabric,
        display,
        returnTo: returnPath(
          window.location,
          configApi.getOptionalString('app.baseUrl'),
        ),
      });
      const pending: PendingSignIn = {
        id: started.id,
        userEntityRef,
        fabric,
        display,
        registration: readRegistration(started.authorizationUrl),
      };
      if (signal.reason !== CANCELLED) {
        savePendingSignIn(pending);
      }
      return { pending, authorizationUrl: started.authorizationUrl };
    },
    [api, configApi, fabric, identityApi],
  );

  /** Says so when no sign-in can work from the address at which the portal was opened. */
  const isForeign = useCallback(() => {
    const addresses = foreignAddress(
      window.location,
      configApi.getOptionalString('backend.baseUrl'),
    );
    if (addresses) {
      setState({
        status: 'failed',
        problem: {
          code: 'not_configured',
          message: latest.current.t('signIn.foreignAddress', addresses),
        },
      });
    }
    return addresses !== undefined;
  }, [configApi]);

  const connect = useCallback(async () => {
    const signal = begin();
    if (isForeign()) {
      return;
    }
    const popup = openPopup();
    if (!popup) {
      setState({ status: 'blocked' });
      return;
    }
    openedPopup.current = popup;
    setState({ status: 'starting' });
    try {
      const [{ pending, authorizationUrl }, baseUrl] = await Promise.all([
        start('popup', signal),
        discoveryApi.getBaseUrl('databricks'),
      ]);
      popup.location.replace(authorizationUrl);
      if (!signal.aborted) {
        const { origin } = new URL(baseUrl, window.location.href);
        watch(pending, signal, { window: popup, origin });
      }
    } catch (error) {
      popup.close();
      if (!signal.aborted) {
        setState({ status: 'failed', problem: toProblem(error) });
      }
    }
  }, [begin, discoveryApi, isForeign, start, watch]);

  const connectInThisWindow = useCallback(async () => {
    const signal = begin();
    if (isForeign()) {
      return;
    }
    setState({ status: 'starting' });
    try {
      const { authorizationUrl } = await start('page', signal);
      if (signal.reason !== CANCELLED) {
        window.open(authorizationUrl, '_self');
      }
    } catch (error) {
      if (!signal.aborted) {
        setState({ status: 'failed', problem: toProblem(error) });
      }
    }
  }, [begin, isForeign, start]);

  const cancel = useCallback(() => {
    begin(CANCELLED);
    removePendingSignIn(fabric);
    setState({ status: 'idle' });
  }, [begin, fabric]);

  useEffect(() => {
    const resume = async () => {
      const pending = readPendingSignIn(fabric);
      if (!pending) {
        return;
      }
      const signal = begin();
      const identity = await identityApi
        .getBackstageIdentity()
        .catch(() => undefined);
      if (signal.aborted) {
        return;
      }
      if (identity?.userEntityRef === pending.userEntityRef) {
        watch(pending, signal);
      } else {
        removePendingSignIn(fabric);
        setState({ status: 'idle' });
      }
    };
    // The browser's Back from Databricks may bring this page back as it was left, still "starting".
    const onPageShow = (event: PageTransitionEvent) => {
      if (event.persisted) {
        resume();
      }
    };
    resume();
    window.addEventListener('pageshow', onPageShow);
    return () => {
      window.removeEventListener('pageshow', onPageShow);
      attempt.current?.abort();
    };
  }, [begin, fabric, identityApi, watch]);

  // Connected by another card or tab, or by an attempt that looked lost
  useEffect(() => {
    if (connected) {
      cancel();
    }
  }, [cancel, connected]);

  return { state, connect, connectInThisWindow, cancel };
}

function problemOf(outcome: SignInOutcome, expired: string): Problem {
  return outcome.error ?? { code: outcome.status, message: expired };
}
