import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type AdminConnectionFilter,
  connectionStatusSchema,
  type FabricDefinition,
} from '@backstage-databricks/plugin-databricks-common';
import { Button, Select, TextField } from '@backstage/ui';
import { FormEvent, useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import styles from './ConnectionFilterForm.module.css';

const statuses = connectionStatusSchema.options;

/** Chooses which connections are shown. */
export function ConnectionFilterForm(props: {
  fabrics: FabricDefinition[];
  onFilter(filter: AdminConnectionFilter): void;
}) {
  const { fabrics, onFilter } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [user, setUser] = useState('');
  const [fabric, setFabric] = useState('');
  const [status, setStatus] = useState('');

  const submit = (event: FormEvent) => {
    event.preventDefault();
    onFilter({
      user: user.trim() || undefined,
      fabric: fabric || undefined,
      status: statuses.find(it => it === status),
    });
  };

  return (
    <form className={styles.filter} onSubmit={submit}>
      <TextField
        label={t('adminConnections.user')}
        description={t('adminConnections.userHelp')}
        value={user}
        onChange={setUser}
      />
      <Select
        label={t('adminConnections.fabric')}
        value={fabric}
        onChange={key => setFabric(String(key))}
        options={[
          { value: '', label: t('adminConnections.anyFabric') },
          ...fabrics.map(({ name, title }) => ({ value: name, label: title })),
        ]}
      />
      <Select
        label={t('adminConnections.status')}
        value={status}
        onChange={key => setStatus(String(key))}
        options={[
          { value: '', label: t('adminConnections.anyStatus') },
          ...statuses.map(value => ({
            value,
            label: t(`connectionFacts.state.${value}`),
          })),
        ]}
      />
      <Button type="submit" variant="secondary">
        {t('adminConnections.filter')}
      </Button>
    </form>
  );
}
