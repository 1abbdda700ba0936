import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { AppConnection } from '@backstage-databricks/plugin-databricks-common';
import {
  toProblem,
  useDatabricksApi,
  useToast,
} from '@backstage-databricks/plugin-databricks-react';
import { useAction } from '../../hooks/useAction';
import { databricksTranslationRef } from '../../translation';
import { useSettingsContext } from '../SettingsContext';

/** Makes an app connection the one of all fabrics that name none. All else of it stays, its secret too. */
export function useMakeDefault(connection: AppConnection) {
  const { name, title, etag, clientId, scopes } = connection;
  const { refreshTokenLifetime, sessionLifetime } = connection;
  const { refetch } = useSettingsContext();
  const api = useDatabricksApi();
  const postToast = useToast();
  const { t } = useTranslationRef(databricksTranslationRef);
  return useAction(async () => {
    try {
      await api.putAppConnection(
        name,
        {
          ...(title !== name && { title }),
          clientId,
          ...(connection.public && { clientSecret: null }),
          scopes,
          refreshTokenLifetime,
          ...(sessionLifetime && { sessionLifetime }),
          default: true,
        },
        { etag },
      );
    } catch (error) {
      if (toProblem(error).code === 'conflict') {
        await refetch();
      }
      throw error;
    }
    postToast({ text: t('appConnections.madeDefault', { title }) });
    await refetch();
  });
}
