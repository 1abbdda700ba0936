import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import { toastApiRef } from '@backstage/frontend-plugin-api';
import type { JSX, ReactNode } from 'react';
import { databricksApiRef } from '../databricksApiRef';
import { databricksClient } from './startBackend';

type Toast = { title: ReactNode; status?: string; timeout?: number };

/** Renders an element in an app whose Databricks client talks HTTP, and keeps the toasts that it would show. */
export function renderWithBackend(element: JSX.Element) {
  const toasts: Toast[] = [];
  renderInTestApp(element, {
    apis: [
      [databricksApiRef, databricksClient()],
      [
        toastApiRef,
        {
          post: (toast: Toast) => {
            toasts.push(toast);
            return { close: () => toasts.splice(toasts.indexOf(toast), 1) };
          },
        },
      ],
      mockApis.discovery({ baseUrl: 'http://backend.test' }),
      mockApis.identity({ userEntityRef: 'user:default/ada' }),
    ],
  });
  return { toasts };
}
