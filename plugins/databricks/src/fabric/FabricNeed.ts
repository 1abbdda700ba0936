import type { ReactNode } from 'react';

/** Something that needs somebody. */
export type FabricNeed = {
  id: string;
  tone: 'negative' | 'warning';
  sentence: ReactNode;
  help?: string;
  action?: ReactNode;
};
