import type { ReactNode } from 'react';

/** The form that the address names, above the tabs of the settings; and what was saved in it. */
export function SettingsForms(props: { children: ReactNode }) {
  return <>{props.children}</>;
}
