import { fetchApiRef, useApi } from '@backstage/frontend-plugin-api';
import {
  RequireDatabricksConnection,
  useRequireDatabricksConnection,
} from '@backstage-databricks/plugin-databricks-react';
import { Container, Text } from '@backstage/ui';
import { useEffect, useState } from 'react';

const FABRIC = 'churn-training';

/** The clusters that the user may see. */
export function ClustersPage() {
  return (
    <main>
      <Container>
        <RequireDatabricksConnection
          fabric={FABRIC}
          purpose="to see the clusters"
        >
          <Clusters />
        </RequireDatabricksConnection>
      </Container>
    </main>
  );
}

function Clusters() {
  const { fetch } = useApi(fetchApiRef);
  const { onReconnectRequired } = useRequireDatabricksConnection();
  const [text, setText] = useState('');

  useEffect(() => {
    const load = async () => {
      const response = await fetch(`plugin://example/clusters/${FABRIC}`);
      const { clusters = [], error } = await response.json();
      if (error?.code === 'reconnect_required') {
        onReconnectRequired();
      }
      setText(
        error?.message ?? `You can see ${clusters.length} clusters there.`,
      );
    };
    load().catch(() => setText('The clusters could not be loaded.'));
  }, [fetch, onReconnectRequired]);

  return <Text role="status">{text}</Text>;
}
