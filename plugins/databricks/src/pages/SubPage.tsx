import { Container, VisuallyHidden } from '@backstage/ui';
import type { ReactNode } from 'react';
import { WithLinks } from './WithLinks';

/** The main part of a page, below the header that the new frontend system draws, with the margins of a page. */
export function SubPage(props: {
  /** For screen readers, where the page has no heading that names all of it. */
  title?: string;
  children: ReactNode;
}) {
  const { title, children } = props;
  return (
    <main>
      {title && (
        <VisuallyHidden>
          <h2>{title}</h2>
        </VisuallyHidden>
      )}
      <Container>
        <WithLinks>{children}</WithLinks>
      </Container>
    </main>
  );
}
