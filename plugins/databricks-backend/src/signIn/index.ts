import { AccessRoom, RateLimiter } from '../access';
import { ConnectionsRoom } from '../connections';
import { GrantsRoom, PatientWrites } from '../grants';
import { PortalRoom, ScheduledTask } from '../portal';
import { Base } from '../settings';
import { BrowserBinding } from './BrowserBinding';
import { callbackRoute } from './callbackRoute';
import { SIGN_IN_LIFETIME_MS } from './binding';
import { DatabaseSignInEndStore } from './DatabaseSignInEndStore';
import { DatabaseSignInStore } from './DatabaseSignInStore';
import { CALLBACK_PATHS, CALLBACK_ROUTE_PATH } from './redirect';
import { SignInExchange } from './SignInExchange';
import { signInRoutes } from './signInRoutes';
import { SignIns } from './SignIns';

export { sealedVerifiers } from './DatabaseSignInStore';
export type { DatabaseSignInEndStore } from './DatabaseSignInEndStore';
export { CALLBACK_ROUTE_PATH, redirectUrls } from './redirect';
export type { SignInEnds } from './SignIn';

/** A whole office behind one address makes hardly any. */
const MAX_FOREIGN_CALLBACKS_PER_MINUTE = 300;

/** A page that is loaded again, and again. */
const MAX_CALLBACKS_OF_ONE_STATE_PER_MINUTE = 20;

/** A page that says what failed waits no longer until that is written down. */
const PAGE_PATIENCE_MS = 2_000;

/** Sign-in of users: start, callback, outcome. */
export function createSignIn(dependencies: {
  access: AccessRoom;
  base: Base;
  connections: Pick<ConnectionsRoom, 'store'>;
  grants: Pick<GrantsRoom, 'engine'>;
  portal: Pick<
    PortalRoom,
    'audit' | 'catalogUsers' | 'changeSignals' | 'metrics'
  >;
}) {
  const { databricks, knex, logger, sealer, settings } = dependencies.base;
  const { access, callers } = dependencies.access;
  const { store: connectionStore } = dependencies.connections;
  const { engine } = dependencies.grants;
  const { portal } = dependencies;
  const store = new DatabaseSignInStore({ knex, sealer });
  const endStore = new DatabaseSignInEndStore({ knex });
  const ends = new PatientWrites({
    callerPatienceMs: PAGE_PATIENCE_MS,
    giveUpAfterMs: SIGN_IN_LIFETIME_MS,
  });
  const parts = { store, settings, databricks, logger, ends };
  const binding = new BrowserBinding({ sealer });
  const signIns = new SignIns({
    binding,
    endStore,
    ...parts,
    exchange: new SignInExchange({
      ...parts,
      catalogUsers: portal.catalogUsers,
      connectionStore,
      engine,
      sealer,
    }),
  });
  const callback = {
    callers,
    signIns,
    settings,
    portal,
    limits: {
      foreignByAddress: new RateLimiter(MAX_FOREIGN_CALLBACKS_PER_MINUTE),
      auditByAddress: new RateLimiter(1),
      byState: new RateLimiter(MAX_CALLBACKS_OF_ONE_STATE_PER_MINUTE),
    },
  };
  const tasks: ScheduledTask[] = [
    {
      id: 'databricks-remove-old-sign-ins',
      everyMinutes: 60,
      run: signal => store.removeOld(signal),
    },
  ];
  return {
    endStore,
    routes: [
      ...signInRoutes({ callers, access, signIns }),
      callbackRoute({
        ...callback,
        path: CALLBACK_ROUTE_PATH,
        id: 'finishSignIn',
        summary:
          'Where Databricks sends the browser back to: a page, 400 when not connected',
        redirectPath: 'oauthredirect',
      }),
    ],
    /** Outside of `/api`: the address that applications made for Prophecy have registered. */
    metadataRoute: callbackRoute({
      ...callback,
      path: CALLBACK_PATHS.metadata,
      id: 'finishProphecySignIn',
      summary:
        'The same for Prophecy fabrics, while databricks.serveMetadataCallback',
      redirectPath: 'metadata',
    }),
    tasks,
    /** Waits for what is in flight. */
    stop: () => signIns.settled(),
  };
}

export type SignInRoom = ReturnType<typeof createSignIn>;
