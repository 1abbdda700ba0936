import { createContext, useContext } from 'react';
import type { KnownCompute } from './fields/useComputeOptions';

/** What the fields of a form share of what was asked for them. */
export type FormShown = {
  /** What can be chosen by name at the workspace of the form. */
  compute: KnownCompute | undefined;
  /** A value as its field shows it. */
  shown(field: string, value: string): string;
};

export const FormShownContext = createContext<FormShown>({
  compute: undefined,
  shown: (_, value) => value,
});

export function useFormShown(): FormShown {
  return useContext(FormShownContext);
}
