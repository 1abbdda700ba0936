import { Container } from '@backstage/ui';
import type { ReactNode } from 'react';
import { PageHeading } from './PageHeading';

/** The main part of a page, below the header that the new frontend system draws, with the margins of a page. */
export function SubPage(props: { title: string; children: ReactNode }) {
  return (
    <main>
      <PageHeading title={props.title} />
      <Container>{props.children}</Container>
    </main>
  );
}
