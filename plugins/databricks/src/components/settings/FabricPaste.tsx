import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  type FabricTarget,
  parseWorkspaceUrl,
} from '@backstage-databricks/plugin-databricks-common';
import { Text, TextField } from '@backstage/ui';
import { useState } from 'react';
import { databricksTranslationRef } from '../../translation';
import { readPastedTarget } from './readPastedTarget';

/** Reads what is pasted from Databricks and hands on what it says. */
export function FabricPaste(props: {
  /** Labels of the fields that a target fills. */
  labels: { workspaceUrl: string; catalog: string; schema: string };
  /** What stands in the form. */
  workspaceUrl: string;
  onTarget(target: Partial<FabricTarget>): void;
}) {
  const { labels, onTarget } = props;
  const workspaceUrl = parseWorkspaceUrl(props.workspaceUrl.trim()).value;
  const { t } = useTranslationRef(databricksTranslationRef);
  const [pasted, setPasted] = useState('');
  const expected = t('fabricSettings.pasteExpected');
  const read = (text: string) =>
    text.trim()
      ? readPastedTarget(text, expected, workspaceUrl)
      : { value: undefined, problem: undefined };
  const { value, problem } = read(pasted);
  const label = t('fabricSettings.paste');

  const paste = (text: string) => {
    setPasted(text);
    const target = read(text).value;
    if (target) {
      onTarget(target);
    }
  };
  const filled = value && [
    ...(value.workspaceUrl ? [labels.workspaceUrl] : []),
    ...(value.compute ? [t(`fabricSettings.${value.compute.kind}`)] : []),
    ...(value.catalog ? [labels.catalog] : []),
    ...(value.schema ? [labels.schema] : []),
  ];

  return (
    <div>
      <TextField
        label={label}
        description={t('fabricSettings.pasteHelp')}
        value={pasted}
        onChange={paste}
        validationBehavior="aria"
        validate={() => (problem ? `${label} ${problem}` : true)}
      />
      <div role="status">
        {filled && (
          <Text as="p" variant="body-small" color="secondary">
            {t('fabricSettings.pasted', { fields: filled.join(', ') })}
          </Text>
        )}
      </div>
    </div>
  );
}
