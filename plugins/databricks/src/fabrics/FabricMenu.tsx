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
  const href = useLinks().fabric(row.name);
  return (
    <MoreMenu title={row.title}>
      {isTestable(item) && <TestItem item={item} />}
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

/** By itself: what a test needs is fetched where the menu is opened, and not for each row of a list. */
function TestItem(props: { item: FabricItem }) {
  const { item } = props;
  const { name, title } = item.row;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { testFabric } = useTests();
  const { interactive: who } = useNames()(item);
  const page = useLinks().fabric(name);
  const href = page && `${page}#${LAST_TEST}`;
  return (
    <MenuItem
      iconStart={<RiPlayCircleLine />}
      onAction={() => testFabric(name, { title, who, href })}
    >
      {t('action.test')}
    </MenuItem>
  );
}
