import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen } from '@testing-library/react';
import { setupServer } from 'msw/node';
import { pseudoLanguage } from '../../__testUtils__/pseudoLanguage';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { startSettingsBackend } from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

const line = (values: Record<string, string>) => ({
  id: Object.values(values).join(),
  state: 'warning' as const,
  message: `The sentence of the backend for ${values.code}.`,
  values,
});

const CHECKS = [
  line({
    code: 'service_principals_missing',
    count: '1',
    fabrics: 'Churn training',
  }),
  line({
    code: 'service_principals_missing',
    count: '2',
    fabrics: 'Churn training and Sandbox',
  }),
  line({
    code: 'service_principal_secret_ends',
    count: '9',
    date: '2026-12-05',
    fabric: 'Analytics',
    servicePrincipal: 'etl',
  }),
  line({ code: 'made_by_a_newer_backend' }),
];

describe('A line of the check list', () => {
  it('is said by its code and what it names, and as the backend says it where the code is not known', async () => {
    startSettingsBackend(server, { checks: CHECKS });
    renderSettings('overview');
    for (const sentence of [
      /Churn training has no service principal$/,
      /2 fabrics have no service principal$/,
      /^Churn training and Sandbox: schedules/,
      /The secret of etl ends in 9 days, on December 5, 2026$/,
      /The sentence of the backend for made_by_a_newer_backend$/,
    ]) {
      expect(await screen.findByText(sentence)).toBeVisible();
    }
  });

  it('is said in the language of the app', async () => {
    startSettingsBackend(server, { checks: CHECKS });
    renderSettings('overview', { language: pseudoLanguage() });
    expect(await screen.findByText(/^2 ｆａｂｒｉｃｓ/)).toBeVisible();
    expect(screen.getByText(/^Churn training and Sandbox: ｓｃ/)).toBeVisible();
  });
});
