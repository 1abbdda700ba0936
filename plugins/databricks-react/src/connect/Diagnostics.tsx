import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Text } from '@backstage/ui';
import type { RequestedClient } from '../signIn/readRegistration';
import { databricksReactTranslationRef } from '../translation';
import { CopyButton } from '../ui/CopyButton';
import styles from './Diagnostics.module.css';

/** What must match the registration at Databricks, which shows an error instead of coming back where it does not. */
export function Diagnostics(props: { registration: RequestedClient }) {
  const { clientId, redirectUrl } = props.registration;
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const facts = [
    [t('diagnostics.redirectUrl'), redirectUrl],
    [t('diagnostics.clientId'), clientId],
  ];
  return (
    <div className={styles.diagnostics}>
      <Text as="p" variant="body-small">
        {t('diagnostics.help')}
      </Text>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name} className={styles.fact}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
              <CopyButton text={value} name={name} />
            </dd>
          </div>
        ))}
      </dl>
      <div>
        <CopyButton
          name={t('diagnostics.copyAll')}
          text={facts.map(fact => fact.join(': ')).join('\n')}
        >
          {t('diagnostics.copyAll')}
        </CopyButton>
      </div>
    </div>
  );
}
