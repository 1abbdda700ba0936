import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import {
  hostOf,
  StatusDot,
  Tone,
} from '@backstage-databricks/plugin-databricks-react';
import { Link } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import { databricksTranslationRef } from '../translation';
import { DescriptionList } from '../ui/DescriptionList';
import { Surface } from '../ui/Surface';
import { databricksLinks, jdbcUrl } from './databricksLinks';
import { useCompute } from './useCompute';
import styles from './WhereItRuns.module.css';

const tones: Record<string, Tone> = {
  running: 'positive',
  starting: 'positive',
  stopping: 'neutral',
  stopped: 'neutral',
  unusable: 'negative',
};

/** Workspace, compute and data, each to copy and to open at Databricks. */
export function WhereItRuns(props: { fabric: Fabric }) {
  const { fabric } = props;
  const { workspace, compute, catalog, schema } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const state = useCompute(fabric);
  const jdbc = jdbcUrl(fabric);
  const data = [catalog, schema].filter(Boolean).join('.');
  const name = state?.name ?? compute?.name;
  const live = state?.state ?? 'unknown';
  const kind = compute && t(`fabric.${compute.kind}`);
  // Where nothing opens the place stays, so that the copy buttons stand below each other
  const open = (what: string, href: string | undefined) =>
    href ? (
      <Link
        href={href}
        target="_blank"
        className={styles.open}
        aria-label={t('action.opensNewWindow', { what })}
      >
        <RiExternalLinkLine />
      </Link>
    ) : (
      <span className={styles.open} />
    );
  return (
    <Surface title={t('fabric.runs.title')}>
      <DescriptionList
        isLined
        items={[
          {
            term: t('fabric.runs.workspace'),
            copy: workspace.url,
            action: open(t('fabric.runs.workspace'), workspace.url),
            value: (
              <>
                {workspace.title}{' '}
                <span className={styles.grey}>{hostOf(workspace.url)}</span>
              </>
            ),
          },
          {
            term: t('fabric.runs.compute'),
            copy: compute?.id,
            action:
              compute &&
              open(
                t('fabric.runs.compute'),
                databricksLinks.compute(workspace.url, compute),
              ),
            value: compute && (
              <>
                {name ?? kind}{' '}
                <span className={styles.state}>
                  <StatusDot tone={tones[live] ?? 'hollow'} />{' '}
                  {t(`fabric.runs.state.${live}`)}
                </span>{' '}
                <span className={styles.grey}>
                  {[name && kind, state?.size].filter(Boolean).join(', ')}
                </span>
              </>
            ),
          },
          {
            term: t('fabric.runs.data'),
            copy: data,
            action: open(
              t('fabric.runs.data'),
              catalog && databricksLinks.data(workspace.url, catalog, schema),
            ),
            value: data && (
              <>
                {data}{' '}
                <span className={styles.grey}>{t('fabric.runs.dataKind')}</span>
              </>
            ),
          },
          {
            term: t('fabric.runs.httpPath'),
            copy: compute?.httpPath,
            action: open(t('fabric.runs.httpPath'), undefined),
            value: compute && <code>{compute.httpPath}</code>,
          },
          {
            term: t('fabric.runs.jdbcUrl'),
            copy: jdbc,
            action: open(t('fabric.runs.jdbcUrl'), undefined),
            value: jdbc && <code className={styles.cut}>{jdbc}</code>,
          },
        ]}
      />
    </Surface>
  );
}
