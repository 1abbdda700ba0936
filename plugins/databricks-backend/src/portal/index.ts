import {
  AuditorService,
  AuthService,
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { AuditTrail } from './AuditTrail';
import { CatalogEntities } from './CatalogEntities';
import { CatalogUsers } from './CatalogUsers';
import { ChangeSignals } from './ChangeSignals';
import { DatabricksMetrics } from './DatabricksMetrics';
import { ScheduledTask, scheduleTasks } from './scheduleTasks';
import { UserNotifications } from './UserNotifications';

export type { AuditEventId, AuditTrail } from './AuditTrail';
export type { CatalogEntities } from './CatalogEntities';
export type { CatalogUsers } from './CatalogUsers';
export type { ChangeSignals } from './ChangeSignals';
export type { DatabricksMetrics } from './DatabricksMetrics';
export { PORTAL_DEADLINE_MS, PortalAnswers } from './PortalAnswers';
export type { ScheduledTask } from './scheduleTasks';
export type { UserNotification, UserNotifications } from './UserNotifications';

/** Every call to Backstage itself, bounded. */
export function createPortal(services: {
  auditor: AuditorService;
  auth: AuthService;
  catalog: CatalogService;
  logger: LoggerService;
  metrics: MetricsService;
  notifications: NotificationService;
  scheduler: SchedulerService;
  signals: SignalsService;
}) {
  const { auditor, auth, catalog, logger, metrics } = services;
  const { notifications, scheduler, signals } = services;
  return {
    audit: new AuditTrail({ auditor, logger }),
    catalogEntities: new CatalogEntities({ auth, catalog }),
    catalogUsers: new CatalogUsers({ auth, catalog }),
    changeSignals: new ChangeSignals({ signals, logger }),
    userNotifications: new UserNotifications({ notifications, logger }),
    metrics: new DatabricksMetrics({ metrics }),
    /** @param keepFresh - what each run begins with */
    schedule: (tasks: ScheduledTask[], keepFresh: () => Promise<void>) =>
      scheduleTasks({ scheduler, logger, tasks, keepFresh }),
  };
}

export type PortalRoom = ReturnType<typeof createPortal>;
