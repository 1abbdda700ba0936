import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { MenuItem } from '@backstage/ui';
import {
  RiEditLine,
  RiExternalLinkLine,
  RiPlayCircleLine,
} from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import { useLinks } from '../ui/Links';
import { MoreMenu } from '../ui/MoreMenu';
import type { FabricItem } from './filterFabrics';
import { LAST_TEST } from './FixLink';
import { useNames } from './useNames';
import { useTests } from './useTests';

/** Whether a test can be run, as whoever works there interactively. */
export function isTestable({ you }: Pick<FabricItem, 'you'>): boolean {
  return you.state === 'none' || ('person' in you && you.state !== 'ended');
}

/** What one can do with a fabric from a list. */
export function FabricMenu(props: { item: FabricItem }) {
  const { item } = props;
  const { row } = item;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { fabric } = useLinks();
  const { testFabric } = useTests();
  const href = fabric(row.name);
  const { user, servicePrincipal } = useNames()(item);
  const who = user ?? servicePrincipal;
  return (
    <MoreMenu title={row.title}>
      {isTestable(item) && (
        <MenuItem
          iconStart={<RiPlayCircleLine />}
          onAction={() =>
            testFabric(row.name, {
              title: row.title,
              who,
              href: href && `${href}#${LAST_TEST}`,
            })
          }
        >
          {t('action.test')}
        </MenuItem>
      )}
      <MenuItem
        iconStart={<RiExternalLinkLine />}
        href={row.workspace.url}
        target="_blank"
      >
        {t('action.open')}
      </MenuItem>
      {row.canEdit && href && (
        <MenuItem
          iconStart={<RiEditLine />}
          href={`${href}?edit=fabric:${row.name}`}
        >
          {t('action.edit')}
        </MenuItem>
      )}
    </MoreMenu>
  );
}
