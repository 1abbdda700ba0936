import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { HttpResponse } from 'msw';
import { setupServer } from 'msw/node';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { appConnection } from '../../__testUtils__/settings';
import { startSettingsBackend } from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const unchecked = appConnection({ health: 'unchecked', connections: 0 });

const steps = async () =>
  within(
    await screen.findByRole('region', {
      name: 'Set up Databricks in three steps',
    }),
  );

/** The step that is to be done, with the only filled button. */
async function current(): Promise<HTMLElement> {
  const items = (await steps()).getAllByRole('listitem');
  const next = items.filter(it => it.getAttribute('aria-current') === 'step');
  expect(next).toHaveLength(1);
  expect(
    items.flatMap(it => [
      ...it.querySelectorAll('[class*=bui-Button][data-variant=primary]'),
    ]),
  ).toHaveLength(1);
  return next[0];
}

beforeEach(() => sessionStorage.clear());

describe('setting the portal up', () => {
  it('begins with the registration, to which the guide leads', async () => {
    startSettingsBackend(server, { appConnections: [], fabrics: [] });
    renderSettings('overview');
    const step = await current();
    expect(step).toHaveTextContent(/^1Register the portal/);
    expect(within(step).getByRole('link')).toHaveAttribute(
      'href',
      '/databricks/settings/app-connections',
    );
    expect((await steps()).getByText('Comes after the check')).toBeVisible();
  });

  it('goes on with a check, which says what it has found, and then with a fabric, also after a reload', async () => {
    const backend = startSettingsBackend(server, {
      appConnections: [unchecked],
      fabrics: [],
    });
    backend.answer = () =>
      HttpResponse.json({
        ok: false,
        checks: [{ id: 'x', state: 'failed', message: 'It is not known.' }],
      });
    renderSettings('overview');
    const check = async () => {
      await userEvent.click(
        within(await current()).getByRole('button', {
          name: 'Check a workspace',
        }),
      );
      const dialog = await screen.findByRole('dialog');
      await userEvent.type(
        within(dialog).getByRole('combobox'),
        'https://adb-1.2.azuredatabricks.net',
      );
      // The list of what is known closes
      await userEvent.tab();
      await userEvent.click(
        within(dialog).getByRole('button', { name: 'Test' }),
      );
    };
    await check();
    expect(await screen.findByText('It is not known.')).toBeVisible();
    expect(await current()).toHaveTextContent(/^2Check the connection/);

    backend.answer = () => undefined;
    await check();
    await waitFor(async () =>
      expect(await current()).toHaveTextContent(/^3Add a first fabric/),
    );
    await press('Add a fabric');
    expect(
      await screen.findByRole('dialog', {}, { timeout: 15_000 }),
    ).toHaveTextContent('Add a fabric');
  });

  it('needs no check where Databricks has accepted it, and ends with a fabric', async () => {
    const backend = startSettingsBackend(server, { fabrics: [] });
    renderSettings('overview');
    expect(await current()).toHaveTextContent(/^3Add a first fabric/);
    expect(
      (await steps()).getByRole('link', { name: 'View: Register the portal' }),
    ).toBeVisible();
    expect(backend.received).toEqual([]);
  });

  it('is over where there is a fabric', async () => {
    startSettingsBackend(server);
    renderSettings('overview');
    await screen.findByText('Nothing needs you.');
    expect(screen.queryByText(/in three steps/)).not.toBeInTheDocument();
  });
});
