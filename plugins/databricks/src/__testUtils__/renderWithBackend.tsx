import type { Entity } from '@backstage/catalog-model';
import {
  appLanguageApiRef,
  toastApiRef,
  translationApiRef,
} from '@backstage/frontend-plugin-api';
import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { catalogApiRef, entityRouteRef } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { act } from '@testing-library/react';
import { DatabricksClient } from '@backstage-databricks/plugin-databricks-common';
import { databricksApiRef } from '@backstage-databricks/plugin-databricks-react';
import type { ComponentProps, JSX, ReactNode } from 'react';
import { NavigateFunction, useLocation, useNavigate } from 'react-router-dom';
import { LinksProvider } from '../ui/Links';

/** Where the backend plugin answers in tests. */
export const backendUrl = 'http://backend.test/api/databricks';

type AppOptions = NonNullable<Parameters<typeof renderInTestApp>[1]>;
type Toast = { title: ReactNode; status?: string; timeout?: number };

const links: ComponentProps<typeof LinksProvider>['links'] = {
  fabrics: '/databricks/fabrics',
  fabric: name => `/databricks/fabrics/${name}`,
  settings: '/databricks/settings',
};

/** Renders an element in an app whose Databricks client talks HTTP to `backendUrl`. */
export function renderWithBackend(
  element: JSX.Element,
  options: {
    config?: AppOptions['config'];
    address?: string;
    entities?: Entity[];
    catalog?: typeof catalogApiRef.T;
    teams?: string[];
    /** Another language, with its translations. */
    language?: {
      language: string;
      translationApi: typeof translationApiRef.T;
    };
  } = {},
) {
  const { config, address = '/', entities = [], language } = options;
  const { catalog = catalogApiMock({ entities }) } = options;
  const { teams = ['group:default/analytics'] } = options;
  const user = 'user:default/alice';
  const toasts: Toast[] = [];
  const seen = { address: '', navigate: (() => {}) as NavigateFunction };
  const Address = () => {
    const { pathname, search, hash } = useLocation();
    seen.address = `${pathname}${search}${hash}`;
    seen.navigate = useNavigate();
    return null;
  };
  const { container } = renderInTestApp(
    <LinksProvider links={links}>
      <Address />
      {element}
    </LinksProvider>,
    {
      config,
      initialRouteEntries: [address],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef as never,
      },
      apis: [
        [
          databricksApiRef,
          new DatabricksClient({
            discoveryApi: { getBaseUrl: async () => backendUrl },
            fetchApi: { fetch: (...args) => fetch(...args) },
          }),
        ],
        [catalogApiRef, catalog],
        [
          toastApiRef,
          {
            post: (toast: Toast) => {
              toasts.push(toast);
              return { close: () => {} };
            },
            toast$: undefined as never,
          },
        ],
        mockApis.discovery({ baseUrl: 'http://backend.test' }),
        mockApis.identity({
          userEntityRef: user,
          ownershipEntityRefs: [user, ...teams],
        }),
        ...(language
          ? [
              [translationApiRef, language.translationApi] as const,
              [
                appLanguageApiRef,
                {
                  getAvailableLanguages: () => ({
                    languages: [language.language],
                  }),
                  getLanguage: () => ({ language: language.language }),
                  setLanguage: () => {},
                  language$: () => ({ subscribe: () => ({}) }),
                },
              ] as never,
            ]
          : []),
      ] as AppOptions['apis'],
    },
  );
  return {
    container,
    toasts,
    /** Where the user is. */
    address: () => seen.address,
    /** As the browser's Back does. */
    back: () => act(() => seen.navigate(-1)),
    goTo: (to: string) => act(() => seen.navigate(to)),
  };
}
