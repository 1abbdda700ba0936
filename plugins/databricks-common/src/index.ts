/**
 * Types, schemas, error codes, permissions and parsers that the Databricks plugins share.
 *
 * @packageDocumentation
 */
export {
  accessTokenSchema,
  purposeSchema,
  tokenRequestSchema,
} from './accessToken';
export type { AccessToken, Purpose, TokenRequest } from './accessToken';
export { DATABRICKS_FABRIC_ANNOTATION } from './annotation';
export {
  appConnectionInputSchema,
  DEFAULT_APP_CONNECTION_SCOPES,
  DEFAULT_REFRESH_TOKEN_LIFETIME_DAYS,
} from './appConnectionInput';
export type { AppConnectionInput } from './appConnectionInput';
export { checkSentences } from './checkSentences';
export type { CheckCode } from './checkSentences';
export {
  computeSchema,
  computeStateSchema,
  parseClusterId,
  parseHttpPath,
  parseWarehouseId,
  warehouseCompute,
} from './compute';
export type { Compute, ComputeState } from './compute';
export { computeOptionsSchema } from './computeOptions';
export type { ComputeOptions } from './computeOptions';
export {
  adminConnectionListSchema,
  connectionListSchema,
  connectionSchema,
  connectionStatusSchema,
  disconnectionSchema,
  endConnectionsRequestSchema,
  endedConnectionsSchema,
  useSchema,
} from './connection';
export type {
  AdminConnectionList,
  Connection,
  ConnectionStatus,
  Disconnection,
  EndConnectionsRequest,
  Use,
} from './connection';
export type {
  AdminConnectionFilter,
  DatabricksAdminApi,
  DatabricksChangeOptions,
} from './DatabricksAdminApi';
export type { DatabricksApi, DatabricksCallOptions } from './DatabricksApi';
export { DatabricksClient } from './DatabricksClient';
export { DatabricksError } from './DatabricksError';
export type { DatabricksClientErrorCode } from './DatabricksError';
export { isDefinitionName, NAME_EXPECTED } from './definitionFields';
export { errorBodySchema } from './errorBody';
export { databricksErrors, signInErrors } from './errorCodes';
export type { DatabricksErrorCode, SignInErrorCode } from './errorCodes';
export {
  fabricSchema,
  fabricTestRequestSchema,
  identityKindSchema,
} from './fabric';
export type { Fabric, FabricWarningCode, IdentityKind } from './fabric';
export {
  fabricDefinitionSchema,
  servicePrincipalStatusSchema,
} from './fabricDefinition';
export type {
  FabricDefinition,
  ServicePrincipalStatus,
} from './fabricDefinition';
export {
  checkFabricInput,
  fabricInputFields,
  fabricInputSchema,
} from './fabricInput';
export type { FabricInput, FabricType } from './fabricInput';
export { fabricListSchema, fabricRowSchema } from './fabricList';
export type { FabricList, FabricRow } from './fabricList';
export type { FabricTarget, FabricTargetFields } from './fabricTarget';
export { isFullEntityRef } from './fullEntityRef';
export { issuerSchema } from './issuer';
export type { Issuer } from './issuer';
export { parseJdbcUrl } from './jdbcUrl';
export { lifetimeInDays, lifetimeSchema } from './lifetime';
export type { Lifetime } from './lifetime';
export type { Parsed } from './parsed';
export { pauseRequestSchema, pauseSchema, pauseStateSchema } from './pause';
export type { Pause, PauseRequest } from './pause';
export {
  databricksFabricPermissions,
  databricksFabricUpdatePermission,
  databricksFabricUsePermission,
  databricksSettingsUpdatePermission,
  RESOURCE_TYPE_DATABRICKS_FABRIC,
} from './permissions';
export {
  checkSchema,
  lastTestSchema,
  problemSchema,
  testResultSchema,
} from './problem';
export type { Check, LastTest, Problem, TestResult } from './problem';
export { readDatabricksError } from './readDatabricksError';
export { resolveFabricTarget } from './resolveFabricTarget';
export type { FieldProblem } from './resolveFabricTarget';
export {
  DEFAULT_SERVICE_PRINCIPAL_SCOPES,
  servicePrincipalInputSchema,
} from './servicePrincipalInput';
export type { ServicePrincipalInput } from './servicePrincipalInput';
export {
  appConnectionSchema,
  appConnectionTestRequestSchema,
  encryptionStateSchema,
  removalSchema,
  checksStartedSchema,
  rotationSchema,
  consumerSchema,
  settingsCountsSchema,
  settingsSchema,
} from './settings';
export type {
  AppConnection,
  Consumer,
  EncryptionState,
  Settings,
  SettingsCounts,
} from './settings';
export {
  signInOutcomeSchema,
  signInRequestSchema,
  signInStartedSchema,
  signInStatusSchema,
} from './signIn';
export type {
  SignInMessage,
  SignInOutcome,
  SignInRequest,
  SignInStarted,
  SignInStatus,
} from './signIn';
export { describeProblems, strictDefinition } from './strictDefinition';
export {
  checkWorkspaceUrl,
  DEFAULT_ALLOWED_HOSTS,
  isLoopbackHost,
  parseAllowedHost,
  parseWorkspaceUrl,
} from './workspaceUrl';
export type { WorkspaceHostRules } from './workspaceUrl';
