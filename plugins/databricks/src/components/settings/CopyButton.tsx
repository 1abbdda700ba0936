import { useTranslationRef } from '@backstage/frontend-plugin-api';
import { Button, VisuallyHidden } from '@backstage/ui';
import { RiCheckLine, RiFileCopyLine } from '@remixicon/react';
import { useEffect, useState } from 'react';
import { databricksTranslationRef } from '../../translation';

/** Long enough to be seen, short enough to be ready for the next. */
const SHOWN_MS = 3_000;

/** Copies a text and says whether that worked. */
export function CopyButton(props: {
  text: string;
  /** What is copied, for the button's text; by default "Copy", which `describedBy` has to complete. */
  label?: string;
  describedBy?: string;
}) {
  const { text, label, describedBy } = props;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');

  useEffect(() => {
    if (state !== 'copied') {
      return undefined;
    }
    const timer = setTimeout(() => setState('idle'), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [state]);

  const copy = async () => {
    try {
      // Absent where the portal is not served securely.
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('failed');
    }
  };

  return (
    <div>
      <Button
        size="small"
        variant="secondary"
        aria-describedby={describedBy}
        iconStart={state === 'copied' ? <RiCheckLine /> : <RiFileCopyLine />}
        onPress={copy}
      >
        {state === 'copied'
          ? t('settings.copied')
          : label ?? t('settings.copy')}
      </Button>
      <span role="status">
        {state === 'copied' && (
          <VisuallyHidden>{t('settings.copied')}</VisuallyHidden>
        )}
        {state === 'failed' && t('settings.copyFailed')}
      </span>
    </div>
  );
}
