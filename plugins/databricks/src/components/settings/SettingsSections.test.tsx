import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { parse } from 'yaml';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { redirectUrls, settings } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

describe('the section of redirect URLs', () => {
  it('copies each URL exactly, and instructions without a secret', async () => {
    startSettingsBackend(server);
    userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    renderSettings('app-connections');
    const section = await screen.findByRole('region', {
      name: 'Redirect URLs',
    });
    for (const { url } of redirectUrls) {
      const block = within(section)
        .getByText(url)
        .closest<HTMLElement>('[role=group]');
      await press('Copy', block ?? undefined);
      expect(write).toHaveBeenLastCalledWith(url);
    }

    await press('Copy all instructions');
    const instructions = String(write.mock.lastCall?.[0]);
    jest.restoreAllMocks();
    expect(instructions).toContain('custom-app-integration create --json');
    expect(instructions).toContain('databricks_custom_app_integration');
    expect(instructions).not.toMatch(/client_?secret/i);
    expect(instructions.trim()).toMatch(/#redirect-urls$/);
  });

  it('says so when the browser does not let it copy', async () => {
    startSettingsBackend(server);
    const user = userEvent.setup();
    renderSettings('app-connections');
    jest
      .spyOn(navigator.clipboard, 'writeText')
      .mockRejectedValue(new Error('denied'));
    await user.click(
      await screen.findByRole('button', {
        name: 'Copy a link to this section',
      }),
    );
    expect(
      await screen.findByText(/select the text and copy it/),
    ).toBeVisible();
    jest.restoreAllMocks();
  });
});

describe('the section of encryption', () => {
  const section = () => screen.findByRole('region', { name: 'Encryption' });

  it('tells what each key holds, which may be removed and which is missing', async () => {
    startSettingsBackend(server, {
      encryption: {
        primaryKey: 'k3',
        keys: [
          { id: 'k0', available: false, values: 12 },
          { id: 'k1', available: true, values: 0 },
          { id: 'k2', available: true, values: 1 },
          { id: 'k3', available: true, values: 700 },
        ],
        sweep: { state: 'idle', done: 0, total: 0, failed: 2 },
      },
    });
    renderSettings('maintenance');
    const keys = within(await section())
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);

    expect(keys[0]).toMatch(/^k0Missing: .* holds 12 values/);
    expect(keys[1]).toBe(
      'k1Holds nothing. May be removed from databricks.encryption.keys.',
    );
    expect(keys[2]).toBe('k2Holds one value.');
    expect(keys[3]).toBe('k3PrimaryHolds 700 values.');
    expect(screen.getByText(/2 values could not be opened/)).toBeVisible();
  });

  it('re-encrypts, and follows the progress to its end', async () => {
    const backend = startSettingsBackend(server);
    const { encryption } = settings();
    backend.answer = () => {
      backend.settings.encryption = {
        ...encryption,
        sweep: { state: 'running', done: 1200, total: 4000, failed: 0 },
      };
      return undefined;
    };
    renderSettings('maintenance');
    await section();
    await press('Re-encrypt');

    const progress = await screen.findByRole('progressbar', {
      name: 'Re-encrypting',
    });
    expect(progress).toHaveAttribute('value', '1200');
    expect(screen.getByText('1,200 of 4,000 values')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Re-encrypt' })).toBeDisabled();
    expect(backend.received).toEqual([{ call: 'POST /encryption/rotate' }]);

    backend.settings.encryption = encryption;
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), {
      timeout: 5_000,
    });
  });

  it('says so when it cannot be started', async () => {
    const backend = startSettingsBackend(server);
    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    renderSettings('maintenance');
    await section();
    await press('Re-encrypt');
    expect(await screen.findByRole('alert')).toHaveTextContent('Away.');
  });
});

describe('the export', () => {
  it('is app-config without secrets', async () => {
    startSettingsBackend(server);
    renderSettings('maintenance');
    const section = await screen.findByRole('region', { name: 'Export' });
    const yaml = section.querySelector('pre')?.textContent ?? '';

    expect(Object.keys(parse(yaml).databricks)).toEqual([
      'appConnections',
      'fabrics',
    ]);
    expect(yaml).toContain('${DATABRICKS_DEFAULT_CLIENT_SECRET}');
  });
});
