import { registerMswTestHooks } from '@backstage/frontend-test-utils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { setupServer } from 'msw/node';
import { parse } from 'yaml';
import { watchClipboard } from '../../__testUtils__/browser';
import { press } from '../../__testUtils__/formSteps';
import { renderSettings } from '../../__testUtils__/renderSettings';
import { settings } from '../../__testUtils__/settings';
import {
  errorAnswer,
  startSettingsBackend,
} from '../../__testUtils__/startSettingsBackend';

const server = setupServer();
registerMswTestHooks(server);

// Whole pages are drawn, on machines that do other things too.
jest.setTimeout(30_000);

const idle = { state: 'idle' as const, done: 0, total: 0, failed: 0 };
/** A key that is not the primary one holds something. */
const twoKeys = {
  primaryKey: 'k2',
  keys: [
    { id: 'k1', available: true, values: 40 },
    { id: 'k2', available: true, values: 124 },
  ],
  sweep: idle,
};
const encryption = () => screen.findByRole('region', { name: 'Encryption' });

describe('encryption', () => {
  it('says what each key does, and how many values it holds', async () => {
    startSettingsBackend(server, {
      encryption: {
        primaryKey: 'k3',
        keys: [
          { id: 'k0', available: false, values: 3 },
          { id: 'k1', available: true, values: 0 },
          { id: 'k2', available: true, values: 1 },
          { id: 'k3', available: true, values: 1_700 },
        ],
        sweep: { ...idle, failed: 2 },
      },
    });
    renderSettings('maintenance');
    const surface = await encryption();
    expect(
      within(surface)
        .getAllByRole('listitem')
        .map(item =>
          [...item.querySelectorAll(':scope > :not(svg)')].map(
            ({ textContent }) => textContent,
          ),
        ),
    ).toEqual([
      [
        'k0',
        'Not configured: 3 values cannot be opened. Nothing is deleted',
        '3 values',
      ],
      ['k1', 'Holds nothing: can be removed', '0 values'],
      [
        'k2',
        'Only opens what it wrote. Can be removed when it holds nothing',
        '1 value',
      ],
      ['k3', 'Encrypts everything new Primary', '1,700 values'],
    ]);
    expect(
      screen.getByText(
        '2 values could not be opened and were left as they are.',
      ),
    ).toBeVisible();
  });

  it.each([
    [
      'all is under the primary key',
      [{ id: 'k2', available: true, values: 9 }],
    ],
    [
      'nothing else can be opened',
      [
        { id: 'k1', available: false, values: 3 },
        { id: 'k2', available: true, values: 9 },
      ],
    ],
    [
      'the other key holds nothing',
      [
        { id: 'k1', available: true, values: 0 },
        { id: 'k2', available: true, values: 9 },
      ],
    ],
  ])('offers nothing to re-encrypt where %s', async (_, keys) => {
    startSettingsBackend(server, { encryption: { ...twoKeys, keys } });
    renderSettings('maintenance');
    const surface = await encryption();
    expect(within(surface).queryByRole('button')).toBeNull();
    expect(within(surface).queryByRole('progressbar')).toBeNull();
  });

  it('re-encrypts, and follows the progress to its end', async () => {
    const backend = startSettingsBackend(server, { encryption: twoKeys });
    const running = (done: number) => ({
      ...twoKeys,
      sweep: { ...idle, state: 'running' as const, done, total: 4_000 },
    });
    backend.answer = () => {
      backend.settings = { ...backend.settings, encryption: running(1_200) };
      return undefined;
    };
    renderSettings('maintenance');
    const surface = await encryption();
    await press('Re-encrypt', surface);

    const progress = await within(surface).findByRole('progressbar', {
      name: 'Re-encrypting with k2: 1,200 of 4,000 values',
    });
    expect(progress).toHaveAttribute('value', '1200');
    expect(progress).toHaveAttribute('max', '4000');
    expect(within(surface).queryByRole('button')).toBeNull();
    expect(backend.received).toEqual([{ call: 'POST /encryption/rotate' }]);
    expect(screen.getByText('Re-encrypting has started.')).toBeInTheDocument();

    backend.settings = { ...backend.settings, encryption: running(3_900) };
    expect(
      await within(surface).findByText(
        'Re-encrypting with k2: 3,900 of 4,000 values, about a minute left',
        {},
        { timeout: 10_000 },
      ),
    ).toBeVisible();

    backend.settings = settings();
    await waitFor(() => expect(screen.queryByRole('progressbar')).toBeNull(), {
      timeout: 10_000,
    });
  });

  it('says so when it cannot be started', async () => {
    const backend = startSettingsBackend(server, { encryption: twoKeys });
    backend.answer = () => errorAnswer(503, 'unavailable', 'Away.');
    renderSettings('maintenance');
    await encryption();
    await press('Re-encrypt');
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'could not do this at the moment',
    );
    expect(screen.getByRole('button', { name: 'Re-encrypt' })).toBeEnabled();
  });
});

describe('the export', () => {
  it('is app-config without secrets, to copy, to keep and to read', async () => {
    startSettingsBackend(server);
    userEvent.setup();
    const copied = watchClipboard();
    const files: { name: string; blob: Blob }[] = [];
    let blob: Blob | undefined;
    URL.createObjectURL = it => {
      blob = it as Blob;
      return 'blob:export';
    };
    URL.revokeObjectURL = () => {};
    jest
      .spyOn(HTMLAnchorElement.prototype, 'click')
      .mockImplementation(function click(this: HTMLAnchorElement) {
        if (blob && this.href === 'blob:export') {
          files.push({ name: this.download, blob });
        }
      });
    renderSettings('maintenance');
    const text = await screen.findByRole('region', { name: 'app-config' });
    const yaml = text.textContent ?? '';

    expect(parse(yaml)).toMatchObject({
      databricks: {
        appConnections: {
          default: { clientSecret: '${DATABRICKS_DEFAULT_CLIENT_SECRET}' },
        },
        fabrics: { 'analytics-dev': { title: 'Analytics (dev)' } },
      },
    });
    await press('Copy');
    expect(copied()).toBe(yaml);
    await press('Download');
    expect(files.map(({ name }) => name)).toEqual([
      'databricks.app-config.yaml',
    ]);
    expect(await files[0].blob.text()).toBe(yaml);
    jest.restoreAllMocks();
  });

  it('says so where there is nothing to export', async () => {
    startSettingsBackend(server, { appConnections: [], fabrics: [] });
    renderSettings('maintenance');
    expect(
      await screen.findByText('There is nothing to export yet.'),
    ).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Download' })).toBeNull();
  });
});
