import { BodyName } from './bodySchemas';

/** One method of one path. */
export type Operation = {
  id: string;
  summary: string;
  /** Whose credentials it takes. */
  who: 'nobody' | 'user' | 'admin' | 'owner' | 'plugin';
  query?: readonly QueryName[];
  /** Takes `If-Match`. */
  changes?: boolean;
  body?: BodyName;
  /** What it answers when it succeeds, by status; a page for people where there is no schema. */
  answers: Record<number, readonly BodyName[]>;
};

/** All query parameters of all routes. */
export const queryParameters = {
  dryRun: {
    description: 'Validate and test without storing',
    schema: { type: 'boolean', default: false },
  },
  cursor: {
    description: '`nextCursor` of the page before',
    schema: { type: 'string', maxLength: 256 },
  },
  limit: {
    description: 'Items a page',
    schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
  },
  user: {
    description: 'Entity ref of a user',
    schema: { type: 'string', maxLength: 255 },
  },
  fabric: {
    description: 'Name of a fabric',
    schema: { type: 'string', maxLength: 63 },
  },
  appConnection: {
    description: 'Name of an app connection',
    schema: { type: 'string', maxLength: 63 },
  },
  status: {
    description: 'Status of a connection',
    schema: {
      type: 'string',
      enum: ['connected', 'expires_soon', 'reconnect_required', 'unreadable'],
    },
  },
} as const;

export type QueryName = keyof typeof queryParameters;

/** The path that is not below `/api/databricks`. */
export const METADATA_PATH = '/metadata/oauthCallback';

/** Every route, in the order of `openapi.yaml`. */
export const operations: Record<string, Record<string, Operation>> = {
  '/fabrics': {
    get: {
      id: 'listFabrics',
      summary: 'The fabrics that this user may use, with their connections',
      who: 'user',
      answers: { 200: ['FabricList'] },
    },
  },
  '/fabrics/{name}': {
    get: {
      id: 'getFabric',
      summary: 'One fabric that this user may use',
      who: 'user',
      answers: { 200: ['Fabric'] },
    },
    put: {
      id: 'putFabric',
      summary: 'Create a fabric (admins), or change one',
      who: 'owner',
      query: ['dryRun'],
      changes: true,
      body: 'FabricDefinition',
      answers: { 200: ['ManagedFabric', 'TestResult'], 201: ['ManagedFabric'] },
    },
    delete: {
      id: 'deleteFabric',
      summary: 'Remove a fabric',
      who: 'admin',
      changes: true,
      answers: { 200: ['Removal'] },
    },
  },
  '/fabrics/{name}/test': {
    post: {
      id: 'testFabric',
      summary: 'Who am I there, and does the compute exist? Starts nothing',
      who: 'user',
      body: 'FabricTestRequest',
      answers: { 200: ['TestResult'] },
    },
  },
  '/fabrics/{name}/service-principal': {
    put: {
      id: 'putServicePrincipal',
      summary: 'Set the service principal, once Databricks accepts it',
      who: 'owner',
      query: ['dryRun'],
      changes: true,
      body: 'ServicePrincipalDefinition',
      answers: { 200: ['ManagedFabric', 'TestResult'], 201: ['ManagedFabric'] },
    },
    delete: {
      id: 'deleteServicePrincipal',
      summary: 'Remove the service principal',
      who: 'owner',
      changes: true,
      answers: { 200: ['ManagedFabric'] },
    },
  },
  '/sign-ins': {
    post: {
      id: 'startSignIn',
      summary: 'Begin a sign-in; sets the cookie that binds it to the browser',
      who: 'user',
      body: 'SignInRequest',
      answers: { 201: ['SignInStarted'] },
    },
  },
  '/sign-ins/{id}': {
    get: {
      id: 'getSignIn',
      summary: 'How a sign-in of this user stands',
      who: 'user',
      answers: { 200: ['SignInOutcome'] },
    },
  },
  '/oauthredirect': {
    get: {
      id: 'finishSignIn',
      summary:
        'Where Databricks sends the browser back to: a page, 400 when not connected',
      who: 'nobody',
      answers: { 200: [], 400: [], 429: [] },
    },
  },
  [METADATA_PATH]: {
    get: {
      id: 'finishProphecySignIn',
      summary:
        'The same for Prophecy fabrics, while databricks.serveMetadataCallback',
      who: 'nobody',
      answers: { 200: [], 400: [], 429: [] },
    },
  },
  '/connections': {
    get: {
      id: 'listConnections',
      summary: 'The connections of this user',
      who: 'user',
      answers: { 200: ['ConnectionList'] },
    },
  },
  '/connections/{id}': {
    delete: {
      id: 'disconnect',
      summary: 'Erase a connection of this user, with its tokens',
      who: 'user',
      answers: { 200: ['Disconnection'] },
    },
  },
  '/tokens': {
    post: {
      id: 'getAccessToken',
      summary: 'A fresh access token, for a plugin in databricks.consumers',
      who: 'plugin',
      body: 'TokenRequest',
      answers: { 200: ['AccessToken'] },
    },
  },
  '/settings': {
    get: {
      id: 'getSettings',
      summary: 'All that is defined, without secrets, and the check list',
      who: 'admin',
      answers: { 200: ['Settings'] },
    },
  },
  '/app-connections/{name}': {
    put: {
      id: 'putAppConnection',
      summary: 'Create or change an app connection',
      who: 'admin',
      query: ['dryRun'],
      changes: true,
      body: 'AppConnectionDefinition',
      answers: { 200: ['AppConnection', 'TestResult'], 201: ['AppConnection'] },
    },
    delete: {
      id: 'deleteAppConnection',
      summary: 'Remove an app connection that no fabric names',
      who: 'admin',
      changes: true,
      answers: { 200: ['Removal'] },
    },
  },
  '/app-connections/{name}/test': {
    post: {
      id: 'testAppConnection',
      summary: 'Check at a workspace what can be checked without a user',
      who: 'admin',
      body: 'AppConnectionTestRequest',
      answers: { 200: ['TestResult'] },
    },
  },
  '/admin/connections': {
    get: {
      id: 'listAllConnections',
      summary: 'Connections of all users, a page at a time',
      who: 'admin',
      query: ['cursor', 'limit', 'user', 'fabric', 'status'],
      answers: { 200: ['AdminConnectionList'] },
    },
    delete: {
      id: 'endConnections',
      summary: 'End all connections of a user, or of an app connection',
      who: 'admin',
      query: ['user', 'appConnection'],
      answers: { 200: ['EndedConnections'] },
    },
  },
  '/admin/connections/{id}': {
    delete: {
      id: 'endConnection',
      summary: 'End one connection of anybody',
      who: 'admin',
      answers: { 200: ['EndedConnections'] },
    },
  },
  '/encryption/rotate': {
    post: {
      id: 'rotateEncryption',
      summary: 'Begin to re-encrypt what is not under the primary key',
      who: 'admin',
      answers: { 202: ['Rotation'] },
    },
  },
};
