import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  FabricDefinition,
  Settings,
} from '@backstage-databricks/plugin-databricks-common';
import { Button, Text } from '@backstage/ui';
import { useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { CardGrid } from '../CardGrid';
import { ReadableDialog } from '../ReadableDialog';
import { FabricForm } from './FabricForm';
import { ManagedFabricCard } from './ManagedFabricCard';
import { ServicePrincipalForm } from './ServicePrincipalForm';
import { SettingsSection } from './SettingsSection';

type OpenForm =
  | { kind: 'fabric'; base?: FabricDefinition }
  | { kind: 'servicePrincipal'; base: FabricDefinition };

/** All fabrics, with their service principals. */
export function FabricsSection(props: {
  settings: Settings;
  onChanged(message: string): void;
  refetch(): Promise<void>;
}) {
  const { settings, onChanged, refetch } = props;
  const { fabrics, appConnections } = settings;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [isOpen, setOpen] = useState(false);
  const [form, setForm] = useState<OpenForm>({ kind: 'fabric' });

  const open = (next: OpenForm) => {
    setForm(next);
    setOpen(true);
  };
  const current = fabrics.find(({ name }) => name === form.base?.name);
  const callbacks = {
    onCancel: () => setOpen(false),
    onConflict: refetch,
    onSaved: () => {
      setOpen(false);
      onChanged(t('settings.saved'));
    },
  };

  return (
    <SettingsSection
      anchor="fabrics"
      title={t('fabricSettings.sectionTitle')}
      intro={t('fabricSettings.intro')}
      changesWith={fabrics
        .map(fabric => `${fabric.name} ${Boolean(fabric.servicePrincipal)}`)
        .join()}
      action={
        <Button variant="primary" onPress={() => open({ kind: 'fabric' })}>
          {t('fabricSettings.add')}
        </Button>
      }
    >
      {fabrics.length === 0 ? (
        <div>
          <Text as="p" weight="bold">
            {t('fabricSettings.emptyTitle')}
          </Text>
          <Text as="p">{t('fabricSettings.emptyHelp')}</Text>
        </div>
      ) : (
        <CardGrid
          label={t('fabricSettings.label')}
          items={fabrics.map(fabric => ({
            key: fabric.name,
            card: (
              <ManagedFabricCard
                fabric={fabric}
                onChange={() => open({ kind: 'fabric', base: fabric })}
                onChangeServicePrincipal={() =>
                  open({ kind: 'servicePrincipal', base: fabric })
                }
                onChanged={onChanged}
                onFailed={refetch}
              />
            ),
          }))}
        />
      )}
      <ReadableDialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        isDismissable={false}
        width="min(40rem, calc(100vw - 2rem))"
      >
        {form.kind === 'fabric' ? (
          <FabricForm
            base={form.base}
            current={current}
            names={fabrics.map(({ name }) => name)}
            appConnections={appConnections}
            {...callbacks}
          />
        ) : (
          <ServicePrincipalForm
            base={form.base}
            current={current}
            {...callbacks}
          />
        )}
      </ReadableDialog>
    </SettingsSection>
  );
}
