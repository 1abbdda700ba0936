import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import {
  CopyButton,
  hostOf,
  StatusDot,
  Tone,
} from '@backstage-databricks/plugin-databricks-react';
import { Link } from '@backstage/ui';
import { RiExternalLinkLine } from '@remixicon/react';
import type { ReactNode } from 'react';
import { databricksTranslationRef } from '../translation';
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
  return (
    <Surface title={t('fabric.runs.title')}>
      <dl className={styles.facts}>
        <Fact
          term={t('fabric.runs.workspace')}
          copy={workspace.url}
          href={workspace.url}
        >
          {workspace.title}{' '}
          <span className={styles.grey}>{hostOf(workspace.url)}</span>
        </Fact>
        {compute && (
          <Fact
            term={t('fabric.runs.compute')}
            copy={compute.id}
            href={databricksLinks.compute(workspace.url, compute)}
          >
            {name ?? kind}{' '}
            <span className={styles.state}>
              <StatusDot tone={tones[live] ?? 'hollow'} />{' '}
              {t(`fabric.runs.state.${live}`)}
            </span>{' '}
            <span className={styles.grey}>
              {[name && kind, state?.size].filter(Boolean).join(', ')}
            </span>
          </Fact>
        )}
        {data && (
          <Fact
            term={t('fabric.runs.data')}
            copy={data}
            href={
              catalog && databricksLinks.data(workspace.url, catalog, schema)
            }
          >
            {data}{' '}
            <span className={styles.grey}>{t('fabric.runs.dataKind')}</span>
          </Fact>
        )}
        {compute && (
          <Fact term={t('fabric.runs.httpPath')} copy={compute.httpPath}>
            <code>{compute.httpPath}</code>
          </Fact>
        )}
        {jdbc && (
          <Fact term={t('fabric.runs.jdbcUrl')} copy={jdbc}>
            <code className={styles.cut}>{jdbc}</code>
          </Fact>
        )}
      </dl>
    </Surface>
  );
}

function Fact(props: {
  term: string;
  copy: string;
  href?: string;
  children: ReactNode;
}) {
  const { term, copy, href, children } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  return (
    <div className={styles.fact}>
      <dt>{term}</dt>
      <dd>
        <span className={styles.value}>{children}</span>
        <CopyButton text={copy} name={term} />
        {href ? (
          <Link
            href={href}
            target="_blank"
            className={styles.open}
            aria-label={t('action.opensNewWindow', { what: term })}
          >
            <RiExternalLinkLine />
          </Link>
        ) : (
          <span className={styles.open} />
        )}
      </dd>
    </div>
  );
}
