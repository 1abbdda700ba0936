import { createContext, useContext } from 'react';

/** What was saved a moment ago, as `fabric:reports`: it is scrolled to and marked, so that one sees it at once. */
export const SavedContext = createContext<string | undefined>(undefined);

/** Whether this was saved a moment ago. */
export function useIsSaved(
  subject: 'app-connection' | 'fabric',
  name: string,
): boolean {
  return useContext(SavedContext) === `${subject}:${name}`;
}
