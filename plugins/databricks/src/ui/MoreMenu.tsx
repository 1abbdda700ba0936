import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { ButtonIcon, Menu, MenuTrigger } from '@backstage/ui';
import { RiMoreLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { databricksTranslationRef } from '../translation';

/** A menu, named after what it is for. */
export function MoreMenu(props: { title: string; children: ReactNode }) {
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <MenuTrigger>
      <ButtonIcon
        size="small"
        variant="tertiary"
        aria-label={t('action.more', { title: props.title })}
        icon={<RiMoreLine />}
      />
      <Menu placement="bottom end">{props.children}</Menu>
    </MenuTrigger>
  );
}
