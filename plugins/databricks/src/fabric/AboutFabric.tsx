import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Fabric } from '@backstage-databricks/plugin-databricks-common';
import {
  CopyButton,
  TimeText,
} from '@backstage-databricks/plugin-databricks-react';
import type { ReactNode } from 'react';
import { EVERYBODY } from '../fabrics/groupFabrics';
import { databricksTranslationRef } from '../translation';
import { EntityLinks } from '../ui/EntityLinks';
import { Surface } from '../ui/Surface';
import styles from './AboutFabric.module.css';

/** Whose it is, and when it was changed. */
export function AboutFabric(props: { fabric: Fabric; isAdmin: boolean }) {
  const { fabric, isAdmin } = props;
  const { owner, name, updatedAt, updatedBy, source } = fabric;
  const { t } = useTranslationRef(databricksTranslationRef);
  const facts: [string, ReactNode][] = [
    [
      t('fabric.about.owner'),
      owner === EVERYBODY ? (
        t('who.everybody')
      ) : (
        <EntityLinks entityRefs={[owner]} />
      ),
    ],
    [
      t('fabric.about.name'),
      <span key="name" className={styles.name}>
        <code>{name}</code>
        <CopyButton text={name} name={t('fabric.about.name')} />
      </span>,
    ],
  ];
  if (updatedAt) {
    facts.push([
      t('fabric.about.changed'),
      <span key="changed">
        <TimeText at={updatedAt} />
        {updatedBy && (
          <>
            {' '}
            {t('fabric.about.by')} <EntityLinks entityRefs={[updatedBy]} />
          </>
        )}
      </span>,
    ]);
  }
  if (isAdmin) {
    facts.push([t('fabric.about.kept'), t(`fabric.about.${source}`)]);
  }
  return (
    <Surface title={t('fabric.about.title')}>
      <dl className={styles.facts}>
        {facts.map(([term, value]) => (
          <div key={term} className={styles.fact}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Surface>
  );
}
