import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, ButtonIcon, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiCloseLine, RiFileCopyLine } from '@remixicon/react';
import { databricksReactTranslationRef } from '../translation';
import { useCopy } from './useCopy';

const icons = {
  idle: <RiFileCopyLine />,
  copied: <RiCheckLine />,
  failed: <RiCloseLine />,
};

/**
 * Copies a text: an icon, or a button with the words `children`. The icon says for two seconds whether it worked.
 *
 * @public
 */
export function CopyButton(props: {
  text: string;
  /** What is copied: "HTTP path". */
  name: string;
  children?: string;
}) {
  const { text, name, children } = props;
  const { t } = useTranslationRef(databricksReactTranslationRef);
  const { state, copy } = useCopy();
  return (
    <>
      {children === undefined ? (
        <ButtonIcon
          size="small"
          variant="tertiary"
          aria-label={t('copy.copyNamed', { name })}
          icon={icons[state]}
          onPress={() => copy(text)}
        />
      ) : (
        <Button
          variant="secondary"
          iconStart={icons[state]}
          onPress={() => copy(text)}
        >
          {children}
        </Button>
      )}
      <VisuallyHidden role="status">
        {state !== 'idle' && t(`copy.${state}`)}
      </VisuallyHidden>
    </>
  );
}
