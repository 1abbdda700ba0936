import { parseWorkspaceUrl } from '@backstage-databricks/plugin-databricks-common';
import type { FormDescription, FormValues } from '../FormDescription';
import { sentence } from '../readForm';
import { dataValue } from './dataValue';
import { readPastedTarget } from './readPastedTarget';

/**
 * What sounds like a credential in any text: the user of an address, a property of that name, Databricks' own tokens,
 * JSON Web Tokens.
 */
const CREDENTIAL =
  /\/\/[^/?#\s]*@|(?:^|[;&?\s])[\w-]*(?:pwd|passw|secret|token|apikey)[\w-]*\s*=|(?:dapi|dose|doau|dsapi|dkea)[0-9a-f]{8}|eyJ[\w-]{8}/i;

/** Fills in what is copied from Databricks. */
export const fabricPaste: NonNullable<FormDescription['paste']> = {
  label: t => t('formPaste.label'),
  help: t => t('formPaste.help'),
  read: (text, values, t) => {
    const { value: target, problem } = readPastedTarget(
      text,
      t('formPaste.unknown'),
      parseWorkspaceUrl(values.workspaceUrl.trim()).value,
    );
    const isJdbcUrl = /^\s*jdbc:/i.test(text);
    if (
      isJdbcUrl
        ? /must not carry a credential/.test(problem ?? '')
        : CREDENTIAL.test(text)
    ) {
      return {
        status: 'refused',
        problem: t('formPaste.credential'),
        hasCredential: true,
      };
    }
    if (!target) {
      return {
        status: 'refused',
        problem: sentence(t('formPaste.label'), problem),
      };
    }
    const { workspaceUrl, compute, catalog, schema } = target;
    const data = dataValue(catalog, schema);
    return {
      status: 'read',
      values: {
        ...(workspaceUrl && { workspaceUrl }),
        ...(compute?.kind === 'cluster' && {
          compute: `cluster:${compute.id}`,
          type: 'spark',
        }),
        ...(compute?.kind === 'warehouse' && { compute: compute.id }),
        ...(data && { data }),
      },
    };
  },
  say: (filled, shown, t) => {
    const part = (field: string, say: (name: string) => string) =>
      filled[field] ? [say(shown(field, filled[field]))] : [];
    const what = [
      ...part('workspaceUrl', name => t('formPaste.workspace', { name })),
      ...part('compute', name => t(`formPaste.${kindOf(filled)}`, { name })),
      ...part('data', name => t('formPaste.data', { name })),
    ].join(', ');
    return [
      t('formPaste.filled', { what }),
      ...part('type', type => t('formPaste.type', { type })),
    ].join(' ');
  },
};

function kindOf({ compute }: FormValues): 'cluster' | 'warehouse' {
  return compute.startsWith('cluster:') ? 'cluster' : 'warehouse';
}
