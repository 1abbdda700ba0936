import { Container } from '@backstage/ui';
import { FabricList } from './FabricList';

/** The fabrics, with the margins of a page. */
export function FabricsPage() {
  return (
    <Container>
      <FabricList />
    </Container>
  );
}
