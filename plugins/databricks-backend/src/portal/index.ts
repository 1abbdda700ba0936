export { AuditTrail } from './AuditTrail';
export { ChangeSignals } from './ChangeSignals';
export { DatabricksMetrics } from './DatabricksMetrics';
export { askPortal } from './askPortal';
export { scheduleTasks } from './scheduleTasks';
export type { ScheduledTask } from './scheduleTasks';
