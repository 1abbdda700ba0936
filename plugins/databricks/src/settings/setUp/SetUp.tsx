import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { useDatabricksApi } from '@backstage-databricks/plugin-databricks-react';
import { Button, ButtonLink } from '@backstage/ui';
import { useState } from 'react';
import { useTest } from '../../hooks/useTest';
import { databricksTranslationRef } from '../../translation';
import { TestResults } from '../../ui/TestResults';
import { WhereToTest } from '../appConnections/WhereToTest';
import { useSettingsContext } from '../SettingsContext';
import { useOpenForm } from '../useOpenForm';
import { useTabHref } from '../useTabHref';
import { SetUpSteps } from './SetUpSteps';
import { useNextStep } from './useNextStep';

/** The three steps, to be done here, until there is a fabric. */
export function SetUp() {
  const { settings } = useSettingsContext();
  const { appConnections } = settings;
  const { next, onChecked } = useNextStep(settings);
  const api = useDatabricksApi();
  const { t } = useTranslationRef(databricksTranslationRef);
  const { openForm } = useOpenForm();
  const hrefOf = useTabHref();
  const [isAsking, setAsking] = useState(false);
  const known = appConnections.find(it => it.default) ?? appConnections[0];
  const test = useTest(async (workspaceUrl: string) => {
    const result = await api.testAppConnection(known.name, workspaceUrl);
    if (result.ok) {
      onChecked();
    }
    return result;
  });

  if (!next) {
    return null;
  }
  const actions = {
    register: (
      <ButtonLink variant="primary" href={hrefOf('app-connections')}>
        {t('setUp.register.button')}
      </ButtonLink>
    ),
    check: (
      <Button
        variant="primary"
        isPending={test.state.status === 'running'}
        onPress={() => setAsking(true)}
      >
        {t('setUp.check.button')}
      </Button>
    ),
    add: (
      <Button variant="primary" onPress={() => openForm({ subject: 'fabric' })}>
        {t('setUp.add.button')}
      </Button>
    ),
  };
  return (
    <>
      <SetUpSteps
        next={next}
        action={actions[next]}
        result={<TestResults state={test.state} />}
        view={step => (
          <ButtonLink
            variant="secondary"
            href={hrefOf('app-connections')}
            aria-label={t('setUp.viewOf', { step: t(`setUp.${step}.title`) })}
          >
            {t('setUp.view')}
          </ButtonLink>
        )}
      />
      {isAsking && (
        <WhereToTest
          title={known.title}
          state={test.state}
          run={test.run}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
