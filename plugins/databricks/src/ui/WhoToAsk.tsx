import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  CopyButton,
  useEntityTitles,
} from '@backstage-databricks/plugin-databricks-react';
import { Button, DialogTrigger, Popover, Text } from '@backstage/ui';
import { databricksTranslationRef } from '../translation';
import styles from './WhoToAsk.module.css';

/** Names who can do what the user cannot, with a message ready to copy for them. */
export function WhoToAsk(props: {
  /** What has to be done, in a sentence. */
  problem: string;
  /** Who can do it, as entity refs; absent where the problem itself says who. */
  admins?: string[];
  variant: 'secondary' | 'tertiary';
  size?: 'small' | 'medium';
  label: string;
}) {
  const { problem, admins, variant, size, label } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const names = Object.values(useEntityTitles(admins ?? [])).join(', ');
  return (
    <DialogTrigger>
      <Button variant={variant} size={size} aria-label={label}>
        {t('who.ask')}
      </Button>
      <Popover>
        <div className={styles.popover}>
          <Text as="p">{problem}</Text>
          {admins && (
            <Text as="p" color="secondary">
              {names ? t('who.admins', { names }) : t('who.nobody')}
            </Text>
          )}
          <div>
            <CopyButton
              name={t('who.copyAnyone')}
              text={`${problem} ${window.location.href}`}
            >
              {names ? t('who.copy', { who: names }) : t('who.copyAnyone')}
            </CopyButton>
          </div>
        </div>
      </Popover>
    </DialogTrigger>
  );
}
