import { useEditAddress } from './useEditAddress';

const SUBJECTS = ['app-connection', 'fabric', 'service-principal'] as const;

/** What a form is about. Without a name something is added; `copyOf` says what it begins as. */
export type OpenForm = {
  subject: (typeof SUBJECTS)[number];
  name?: string;
  copyOf?: string;
};

const COPY = 'copy-of:';

/**
 * Which form is open stands in the address, as `edit=fabric:reports`, `edit=fabric` where one is added, and
 * `edit=fabric:copy-of:reports`: Back closes it, and a copied address shows the same.
 */
export function useOpenForm(): {
  form?: OpenForm;
  openForm(form: OpenForm): void;
  closeForm(): void;
} {
  const { address, open, close } = useEditAddress();
  return {
    form: formOf(address),
    openForm: form => open(addressOf(form)),
    closeForm: close,
  };
}

/** How the address names a form. */
export function addressOf({ subject, name, copyOf }: OpenForm): string {
  if (copyOf !== undefined) {
    return `${subject}:${COPY}${copyOf}`;
  }
  return name === undefined ? subject : `${subject}:${name}`;
}

function formOf(address: string | null): OpenForm | undefined {
  const [, word, rest] = /^([a-z-]+)(?::(.+))?$/.exec(address ?? '') ?? [];
  const subject = SUBJECTS.find(it => it === word);
  if (!subject) {
    return undefined;
  }
  return rest?.startsWith(COPY)
    ? { subject, copyOf: rest.slice(COPY.length) }
    : { subject, name: rest };
}
