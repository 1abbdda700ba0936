import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useEntityTitles } from '@backstage-databricks/plugin-databricks-react';
import { Button, ButtonLink, Link, MenuItem, Text } from '@backstage/ui';
import {
  RiArrowRightSLine,
  RiEditLine,
  RiExternalLinkLine,
  RiPlayCircleLine,
} from '@remixicon/react';
import { isTestable } from '../fabrics/FabricMenu';
import { EVERYBODY } from '../fabrics/groupFabrics';
import { useNames } from '../fabrics/useNames';
import { useTests } from '../fabrics/useTests';
import { databricksTranslationRef } from '../translation';
import { useLinks } from '../ui/Links';
import { MoreMenu } from '../ui/MoreMenu';
import { TypeBadge } from '../ui/TypeBadge';
import type { FabricView } from './fabricView';
import styles from './FabricPage.module.css';

/** Which fabric it is, and what one can do with all of it. */
export function FabricHead(props: {
  view: FabricView;
  isWithin: boolean;
  onEdit(): void;
}) {
  const { view, isWithin, onEdit } = props;
  const { fabric, you } = view;
  const { t } = useTranslationRef(databricksTranslationRef);
  const { fabrics } = useLinks();
  const { isPending, testFabric } = useTests();
  const isEverybodys = fabric.owner === EVERYBODY;
  const titles = useEntityTitles(isEverybodys ? [] : [fabric.owner]);
  const owner = isEverybodys ? t('who.everybody') : titles[fabric.owner];
  const { interactive: who } = useNames()(view);
  return (
    <div className={styles.head}>
      <div>
        {!isWithin && (
          <nav aria-label={t('fabric.breadcrumb')}>
            <ol className={styles.crumbs}>
              <li>
                <Link href={fabrics ?? ''} color="secondary" standalone>
                  {t('page.fabrics')}
                </Link>
              </li>
              <li aria-hidden="true">
                <RiArrowRightSLine />
              </li>
              <li>
                <Link
                  href={`${fabrics ?? ''}?owner=${encodeURIComponent(
                    fabric.owner,
                  )}`}
                  color="secondary"
                  standalone
                >
                  {owner}
                </Link>
              </li>
            </ol>
          </nav>
        )}
        <h2
          className={styles.title}
          tabIndex={-1}
          data-databricks-focus={fabric.issuer}
        >
          {fabric.title} <TypeBadge type={fabric.type} />
        </h2>
        {fabric.description && (
          <Text as="p" color="secondary">
            {fabric.description}
          </Text>
        )}
      </div>
      <div className={styles.buttons}>
        {isTestable({ you }) && (
          <Button
            variant="secondary"
            iconStart={<RiPlayCircleLine />}
            isPending={isPending}
            onPress={() =>
              testFabric(fabric.name, { title: fabric.title, who })
            }
          >
            {t('action.test')}
          </Button>
        )}
        <ButtonLink
          variant="secondary"
          iconEnd={<RiExternalLinkLine />}
          href={fabric.workspace.url}
          target="_blank"
        >
          {t('action.open')}
        </ButtonLink>
        {fabric.canEdit && (
          <MoreMenu title={fabric.title}>
            <MenuItem iconStart={<RiEditLine />} onAction={onEdit}>
              {t('action.editFabric')}
            </MenuItem>
          </MoreMenu>
        )}
      </div>
    </div>
  );
}
