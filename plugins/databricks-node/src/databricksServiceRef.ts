import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DatabricksService } from './DatabricksService';
import { DefaultDatabricksService } from './DefaultDatabricksService';

/**
 * Fresh Databricks tokens. It has a default factory: a plugin that depends on it needs nothing else than an entry in
 * `databricks.consumers`.
 *
 * @public
 */
export const databricksServiceRef = createServiceRef<DatabricksService>({
  id: 'databricks.service',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: { auth: coreServices.auth, discovery: coreServices.discovery },
      factory: options => new DefaultDatabricksService(options),
    }),
});
