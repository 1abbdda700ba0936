import { NotFoundErrorPage } from '@backstage/frontend-plugin-api';
import { Route, Routes, useParams } from 'react-router-dom';
import { FabricPage } from '../fabric/FabricPage';
import { FabricsPage } from '../fabrics/FabricsPage';
import { SubPage } from './SubPage';

/** The fabrics, and below them each one. */
export function FabricsSubPage() {
  return (
    <SubPage>
      <Routes>
        <Route index element={<FabricsPage />} />
        <Route path=":name" element={<FabricByAddress />} />
        <Route path="*" element={<NotFoundErrorPage />} />
      </Routes>
    </SubPage>
  );
}

/** The fabric that the address names. */
export function FabricByAddress() {
  const { name = '' } = useParams();
  return <FabricPage key={name} name={name} />;
}
