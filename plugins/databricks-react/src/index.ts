/**
 * What other plugins' frontends import to work with Databricks.
 *
 * @packageDocumentation
 */
export { databricksApiRef } from './databricksApiRef';
export { useDatabricksApi } from './useDatabricksApi';
export { useDatabricksConnection } from './useDatabricksConnection';
export type {
  DatabricksConnection,
  DatabricksConnectionState,
} from './useDatabricksConnection';
export { RequireDatabricksConnection } from './require/RequireDatabricksConnection';
export { useRequireDatabricksConnection } from './require/RequireContext';
export type { RequireDatabricksConnectionContext } from './require/RequireContext';
export { DatabricksConnectDialog } from './connect/DatabricksConnectDialog';
export { splitSentences } from './connect/splitSentences';
export { useConnect } from './connect/useConnect';
export type { ConnectActions } from './connect/useConnect';
export {
  useDatabricksFabric,
  useDatabricksFabrics,
  useDatabricksConnections,
  useRefetchDatabricks,
  useWaitingSignIns,
} from './store/hooks';
export type { RemoteState } from './store/hooks';
export { useRemoteQuery } from './store/useRemoteQuery';
export type { Remote } from './store/RemoteValue';
export { toProblem } from './store/toProblem';
export { databricksReactTranslationRef } from './translation';
export { CopyButton } from './ui/CopyButton';
export { hostOf } from './ui/hostOf';
export { StatusDot } from './ui/StatusDot';
export type { Tone } from './ui/StatusDot';
export { issuerOfConnection } from './store/DatabricksStore';
export { personOf, usePersonName } from './ui/person';
export type { Person } from './ui/person';
export { TimeText } from './ui/TimeText';
export { useCheckText } from './ui/useCheckText';
export { useEntityTitles } from './ui/useEntityTitles';
export { useProblemText } from './ui/useProblemText';
export type { SaidProblem } from './ui/useProblemText';
export { useTimeText } from './ui/useTimeText';
export { useToast } from './ui/useToast';
export type { Toast } from './ui/useToast';
