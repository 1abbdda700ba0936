import { useEntityTitles } from '@backstage-databricks/plugin-databricks-react';
import { Link } from '@backstage/ui';
import { Fragment } from 'react';
import { useEntityHref } from './useEntityHref';

/** People and groups by their names, each a link where the portal shows them. */
export function EntityLinks(props: { entityRefs: string[] }) {
  const { entityRefs } = props;
  const titles = useEntityTitles(entityRefs);
  const hrefOf = useEntityHref();
  return (
    <>
      {entityRefs.map((ref, index) => {
        const href = hrefOf(ref);
        return (
          <Fragment key={ref}>
            {index > 0 && ', '}
            {href ? <Link href={href}>{titles[ref]}</Link> : titles[ref]}
          </Fragment>
        );
      })}
    </>
  );
}
