import { VisuallyHidden } from '@backstage/ui';

/** The tab of a page for screen readers, between the page's own heading and those of what it shows. */
export function PageHeading(props: { title: string }) {
  return (
    <VisuallyHidden>
      <h2>{props.title}</h2>
    </VisuallyHidden>
  );
}
