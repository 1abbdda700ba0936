import { createContext, ReactNode, useContext } from 'react';

/** Addresses of the plugin's own pages, which each frontend system makes by its route refs. */
export type Links = {
  fabrics?: string;
  fabric(name: string): string | undefined;
  settings?: string;
};

const LinksContext = createContext<Links>({ fabric: () => undefined });

export function LinksProvider(props: { links: Links; children: ReactNode }) {
  return (
    <LinksContext.Provider value={props.links}>
      {props.children}
    </LinksContext.Provider>
  );
}

export function useLinks(): Links {
  return useContext(LinksContext);
}
